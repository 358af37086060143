// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateEtcdOptions: Validator = validate10;
const schema11 = {"type":"object","title":"etcd","description":"an object with endpoints","properties":{"endpoints":{"type":"array","minItems":1,"description":"a list of one or more endpoints","items":{"type":"string","description":"a URL such as http://10.244.0.5:2379, without a path, a user or a query"}},"prefix":{"type":"string","pattern":"^(/[A-Za-z0-9_.-]+)+$","description":"a path such as /coreos.com/network, of letters, digits, \"_\", \".\" and \"-\""},"username":{"type":"string","pattern":"^.","description":"a name of a user of etcd"},"passwordFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"caFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"certFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"keyFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"leaseTtlSeconds":{"type":"integer","minimum":2,"maximum":31536000,"description":"an integer from 2 to 31536000"},"renewIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"requestTimeoutMs":{"type":"integer","minimum":100,"maximum":60000,"description":"an integer from 100 to 60000"},"probeIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"withdrawGuard":{"type":"object","title":"withdrawGuard","description":"an object of fraction, atLeast and graceSeconds","properties":{"fraction":{"type":"number","minimum":0,"maximum":1,"description":"a number from 0 to 1"},"atLeast":{"type":"integer","minimum":0,"maximum":1000000,"description":"an integer from 0 to 1000000"},"graceSeconds":{"type":"integer","minimum":0,"maximum":86400,"description":"an integer from 0 to 86400"}},"required":[],"additionalProperties":false}},"required":["endpoints"],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(/[A-Za-z0-9_.-]+)+$", "u");
const pattern1 = new RegExp("^.", "u");
const pattern2 = new RegExp("^/[^\\u0000]*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.endpoints === undefined) || (!(func0.call(data, "endpoints")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "endpoints"},message:"must have required property '"+"endpoints"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(func0.call(schema11.properties, key0))){
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
if(data.endpoints !== undefined && func0.call(data, "endpoints")){
let data0 = data.endpoints;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/endpoints",schemaPath:"#/properties/endpoints/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.endpoints,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/properties/endpoints/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpoints.items.type,parentSchema:schema11.properties.endpoints.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/endpoints",schemaPath:"#/properties/endpoints/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.endpoints.type,parentSchema:schema11.properties.endpoints,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.prefix !== undefined && func0.call(data, "prefix")){
let data2 = data.prefix;
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
const err5 = {instancePath:instancePath+"/prefix",schemaPath:"#/properties/prefix/pattern",keyword:"pattern",params:{pattern: "^(/[A-Za-z0-9_.-]+)+$"},message:"must match pattern \""+"^(/[A-Za-z0-9_.-]+)+$"+"\"",schema:"^(/[A-Za-z0-9_.-]+)+$",parentSchema:schema11.properties.prefix,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/prefix",schemaPath:"#/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.prefix.type,parentSchema:schema11.properties.prefix,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.username !== undefined && func0.call(data, "username")){
let data3 = data.username;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err7 = {instancePath:instancePath+"/username",schemaPath:"#/properties/username/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.username,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/username",schemaPath:"#/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.username.type,parentSchema:schema11.properties.username,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.passwordFile !== undefined && func0.call(data, "passwordFile")){
let data4 = data.passwordFile;
if(typeof data4 === "string"){
if(!pattern2.test(data4)){
const err9 = {instancePath:instancePath+"/passwordFile",schemaPath:"#/properties/passwordFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.passwordFile,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/passwordFile",schemaPath:"#/properties/passwordFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.passwordFile.type,parentSchema:schema11.properties.passwordFile,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.caFile !== undefined && func0.call(data, "caFile")){
let data5 = data.caFile;
if(typeof data5 === "string"){
if(!pattern2.test(data5)){
const err11 = {instancePath:instancePath+"/caFile",schemaPath:"#/properties/caFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.caFile,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/caFile",schemaPath:"#/properties/caFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.caFile.type,parentSchema:schema11.properties.caFile,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.certFile !== undefined && func0.call(data, "certFile")){
let data6 = data.certFile;
if(typeof data6 === "string"){
if(!pattern2.test(data6)){
const err13 = {instancePath:instancePath+"/certFile",schemaPath:"#/properties/certFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.certFile,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/certFile",schemaPath:"#/properties/certFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.certFile.type,parentSchema:schema11.properties.certFile,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.keyFile !== undefined && func0.call(data, "keyFile")){
let data7 = data.keyFile;
if(typeof data7 === "string"){
if(!pattern2.test(data7)){
const err15 = {instancePath:instancePath+"/keyFile",schemaPath:"#/properties/keyFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.keyFile,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/keyFile",schemaPath:"#/properties/keyFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.keyFile.type,parentSchema:schema11.properties.keyFile,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.leaseTtlSeconds !== undefined && func0.call(data, "leaseTtlSeconds")){
let data8 = data.leaseTtlSeconds;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err17 = {instancePath:instancePath+"/leaseTtlSeconds",schemaPath:"#/properties/leaseTtlSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.leaseTtlSeconds.type,parentSchema:schema11.properties.leaseTtlSeconds,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 31536000 || isNaN(data8)){
const err18 = {instancePath:instancePath+"/leaseTtlSeconds",schemaPath:"#/properties/leaseTtlSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 31536000},message:"must be <= 31536000",schema:31536000,parentSchema:schema11.properties.leaseTtlSeconds,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data8 < 2 || isNaN(data8)){
const err19 = {instancePath:instancePath+"/leaseTtlSeconds",schemaPath:"#/properties/leaseTtlSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 2},message:"must be >= 2",schema:2,parentSchema:schema11.properties.leaseTtlSeconds,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data.renewIntervalSeconds !== undefined && func0.call(data, "renewIntervalSeconds")){
let data9 = data.renewIntervalSeconds;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err20 = {instancePath:instancePath+"/renewIntervalSeconds",schemaPath:"#/properties/renewIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.renewIntervalSeconds.type,parentSchema:schema11.properties.renewIntervalSeconds,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 3600 || isNaN(data9)){
const err21 = {instancePath:instancePath+"/renewIntervalSeconds",schemaPath:"#/properties/renewIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.renewIntervalSeconds,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data9 < 1 || isNaN(data9)){
const err22 = {instancePath:instancePath+"/renewIntervalSeconds",schemaPath:"#/properties/renewIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.renewIntervalSeconds,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.requestTimeoutMs !== undefined && func0.call(data, "requestTimeoutMs")){
let data10 = data.requestTimeoutMs;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err23 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.requestTimeoutMs.type,parentSchema:schema11.properties.requestTimeoutMs,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 60000 || isNaN(data10)){
const err24 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60000},message:"must be <= 60000",schema:60000,parentSchema:schema11.properties.requestTimeoutMs,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data10 < 100 || isNaN(data10)){
const err25 = {instancePath:instancePath+"/requestTimeoutMs",schemaPath:"#/properties/requestTimeoutMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema11.properties.requestTimeoutMs,data:data10};
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
if(data.probeIntervalSeconds !== undefined && func0.call(data, "probeIntervalSeconds")){
let data11 = data.probeIntervalSeconds;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err26 = {instancePath:instancePath+"/probeIntervalSeconds",schemaPath:"#/properties/probeIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.probeIntervalSeconds.type,parentSchema:schema11.properties.probeIntervalSeconds,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 3600 || isNaN(data11)){
const err27 = {instancePath:instancePath+"/probeIntervalSeconds",schemaPath:"#/properties/probeIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.probeIntervalSeconds,data:data11};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data11 < 1 || isNaN(data11)){
const err28 = {instancePath:instancePath+"/probeIntervalSeconds",schemaPath:"#/properties/probeIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.probeIntervalSeconds,data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data.withdrawGuard !== undefined && func0.call(data, "withdrawGuard")){
let data12 = data.withdrawGuard;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key1 of Object.keys(data12)){
if(!(((key1 === "fraction") || (key1 === "atLeast")) || (key1 === "graceSeconds"))){
const err29 = {instancePath:instancePath+"/withdrawGuard",schemaPath:"#/properties/withdrawGuard/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.withdrawGuard,data:data12};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data12.fraction !== undefined && func0.call(data12, "fraction")){
let data13 = data12.fraction;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1 || isNaN(data13)){
const err30 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data13 < 0 || isNaN(data13)){
const err31 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/withdrawGuard/fraction",schemaPath:"#/properties/withdrawGuard/properties/fraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema11.properties.withdrawGuard.properties.fraction.type,parentSchema:schema11.properties.withdrawGuard.properties.fraction,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data12.atLeast !== undefined && func0.call(data12, "atLeast")){
let data14 = data12.atLeast;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err33 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.withdrawGuard.properties.atLeast.type,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data14};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 1000000 || isNaN(data14)){
const err34 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000",schema:1000000,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data14 < 0 || isNaN(data14)){
const err35 = {instancePath:instancePath+"/withdrawGuard/atLeast",schemaPath:"#/properties/withdrawGuard/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.atLeast,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data12.graceSeconds !== undefined && func0.call(data12, "graceSeconds")){
let data15 = data12.graceSeconds;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err36 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.withdrawGuard.properties.graceSeconds.type,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data15};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 86400 || isNaN(data15)){
const err37 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data15 < 0 || isNaN(data15)){
const err38 = {instancePath:instancePath+"/withdrawGuard/graceSeconds",schemaPath:"#/properties/withdrawGuard/properties/graceSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.withdrawGuard.properties.graceSeconds,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
}
else {
const err39 = {instancePath:instancePath+"/withdrawGuard",schemaPath:"#/properties/withdrawGuard/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.withdrawGuard.type,parentSchema:schema11.properties.withdrawGuard,data:data12};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
