// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateEvpnOptions: Validator = validate10;
const schema11 = {"type":"object","title":"evpn","description":"an object with asn","properties":{"address":{"type":"string","pattern":"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$","description":"unix:///PATH of a socket, or HOST:PORT"},"asn":{"type":"integer","minimum":1,"maximum":4294967294,"description":"an integer from 1 to 4294967294"},"routeTarget":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"},"routeDistinguisher":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"},"requestTimeoutMs":{"type":"integer","minimum":100,"maximum":60000,"description":"an integer from 100 to 60000"},"pollIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"withdrawGuard":{"type":"object","title":"withdrawGuard","description":"an object of fraction, atLeast and graceSeconds","properties":{"fraction":{"type":"number","minimum":0,"maximum":1,"description":"a number from 0 to 1"},"atLeast":{"type":"integer","minimum":0,"maximum":1000000,"description":"an integer from 0 to 1000000"},"graceSeconds":{"type":"integer","minimum":0,"maximum":86400,"description":"an integer from 0 to 86400"}},"required":[],"additionalProperties":false}},"required":["asn"],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.asn === undefined) || (!(func0.call(data, "asn")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "asn"},message:"must have required property '"+"asn"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((((key0 === "address") || (key0 === "asn")) || (key0 === "routeTarget")) || (key0 === "routeDistinguisher")) || (key0 === "requestTimeoutMs")) || (key0 === "pollIntervalSeconds")) || (key0 === "withdrawGuard"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.address !== undefined && func0.call(data, "address")){
let data0 = data.address;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err2 = {instancePath:instancePath+"/address",schemaPath:"#/properties/address/pattern",keyword:"pattern",params:{pattern: "^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$"},message:"must match pattern \""+"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$"+"\"",schema:"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$",parentSchema:schema11.properties.address,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/address",schemaPath:"#/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.address.type,parentSchema:schema11.properties.address,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.asn !== undefined && func0.call(data, "asn")){
let data1 = data.asn;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err4 = {instancePath:instancePath+"/asn",schemaPath:"#/properties/asn/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.asn.type,parentSchema:schema11.properties.asn,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4294967294 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/asn",schemaPath:"#/properties/asn/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967294},message:"must be <= 4294967294",schema:4294967294,parentSchema:schema11.properties.asn,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/asn",schemaPath:"#/properties/asn/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.asn,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data.routeTarget !== undefined && func0.call(data, "routeTarget")){
let data2 = data.routeTarget;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/routeTarget",schemaPath:"#/properties/routeTarget/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.routeTarget.type,parentSchema:schema11.properties.routeTarget,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.routeDistinguisher !== undefined && func0.call(data, "routeDistinguisher")){
let data3 = data.routeDistinguisher;
if(typeof data3 !== "string"){
const err8 = {instancePath:instancePath+"/routeDistinguisher",schemaPath:"#/properties/routeDistinguisher/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.routeDistinguisher.type,parentSchema:schema11.properties.routeDistinguisher,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.requestTimeoutMs !== undefined && func0.call(data, "requestTimeoutMs")){
let data4 = data.requestTimeoutMs;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err9 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.requestTimeoutMs.type,parentSchema:schema11.properties.requestTimeoutMs,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 60000 || isNaN(data4)){
const err10 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60000},message:"must be <= 60000",schema:60000,parentSchema:schema11.properties.requestTimeoutMs,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data4 < 100 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema11.properties.requestTimeoutMs,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
if(data.pollIntervalSeconds !== undefined && func0.call(data, "pollIntervalSeconds")){
let data5 = data.pollIntervalSeconds;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err12 = {instancePath:instancePath+"/pollIntervalSeconds",schemaPath:"#/properties/pollIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.pollIntervalSeconds.type,parentSchema:schema11.properties.pollIntervalSeconds,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 3600 || isNaN(data5)){
const err13 = {instancePath:instancePath+"/pollIntervalSeconds",schemaPath:"#/properties/pollIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.pollIntervalSeconds,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err14 = {instancePath:instancePath+"/pollIntervalSeconds",schemaPath:"#/properties/pollIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.pollIntervalSeconds,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
if(data.withdrawGuard !== undefined && func0.call(data, "withdrawGuard")){
let data6 = data.withdrawGuard;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 of Object.keys(data6)){
if(!(((key1 === "fraction") || (key1 === "atLeast")) || (key1 === "graceSeconds"))){
const err15 = {instancePath:instancePath+"/withdrawGuard",schemaPath:"#/properties/withdrawGuard/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.withdrawGuard,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data6.fraction !== undefined && func0.call(data6, "fraction")){
let data7 = data6.fraction;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1 || isNaN(data7)){
const err16 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data7 < 0 || isNaN(data7)){
const err17 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema11.properties.withdrawGuard.properties.fraction.type,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data6.atLeast !== undefined && func0.call(data6, "atLeast")){
let data8 = data6.atLeast;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err19 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.withdrawGuard.properties.atLeast.type,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1000000 || isNaN(data8)){
const err20 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000",schema:1000000,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data8 < 0 || isNaN(data8)){
const err21 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data6.graceSeconds !== undefined && func0.call(data6, "graceSeconds")){
let data9 = data6.graceSeconds;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err22 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.withdrawGuard.properties.graceSeconds.type,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 86400 || isNaN(data9)){
const err23 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err24 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
}
else {
const err25 = {instancePath:instancePath+"/withdrawGuard",schemaPath:"#/properties/withdrawGuard/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.withdrawGuard.type,parentSchema:schema11.properties.withdrawGuard,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
