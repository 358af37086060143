// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateEndpointsFile: Validator = validate10;
const schema11 = {"type":"object","title":"the endpoints file","description":"an object with endpoints","properties":{"endpoints":{"type":"array","description":"a list of endpoints","items":{"type":"object","title":"an endpoint","description":"an endpoint such as {\"vni\":42,\"ip\":\"10.0.10.11\",\"mac\":\"ee:ee:0a:00:0a:0b\",\"underlay\":\"10.244.0.48\"}","properties":{"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"the VNI of its segment, an integer from 1 to 16777215"},"ip":{"type":"string","description":"a unicast IPv4 address"},"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"},"underlay":{"type":"string","description":"a unicast IPv4 address"}},"required":["vni","underlay"],"additionalProperties":false}}},"required":["endpoints"],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;

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
if(!(key0 === "endpoints")){
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
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if((data1.vni === undefined) || (!(func0.call(data1, "vni")))){
const err2 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/properties/endpoints/items/required",keyword:"required",params:{missingProperty: "vni"},message:"must have required property '"+"vni"+"'",schema:schema11.properties.endpoints.items.required,parentSchema:schema11.properties.endpoints.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data1.underlay === undefined) || (!(func0.call(data1, "underlay")))){
const err3 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/properties/endpoints/items/required",keyword:"required",params:{missingProperty: "underlay"},message:"must have required property '"+"underlay"+"'",schema:schema11.properties.endpoints.items.required,parentSchema:schema11.properties.endpoints.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 of Object.keys(data1)){
if(!((((key1 === "vni") || (key1 === "ip")) || (key1 === "mac")) || (key1 === "underlay"))){
const err4 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/properties/endpoints/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.endpoints.items,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.vni !== undefined && func0.call(data1, "vni")){
let data2 = data1.vni;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err5 = {instancePath:instancePath+"/endpoints/" + i0+"/vni",schemaPath:"#/properties/endpoints/items/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.endpoints.items.properties.vni.type,parentSchema:schema11.properties.endpoints.items.properties.vni,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 16777215 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/endpoints/" + i0+"/vni",schemaPath:"#/properties/endpoints/items/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.endpoints.items.properties.vni,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/endpoints/" + i0+"/vni",schemaPath:"#/properties/endpoints/items/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.endpoints.items.properties.vni,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data1.ip !== undefined && func0.call(data1, "ip")){
let data3 = data1.ip;
if(typeof data3 !== "string"){
const err8 = {instancePath:instancePath+"/endpoints/" + i0+"/ip",schemaPath:"#/properties/endpoints/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpoints.items.properties.ip.type,parentSchema:schema11.properties.endpoints.items.properties.ip,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.mac !== undefined && func0.call(data1, "mac")){
let data4 = data1.mac;
if(typeof data4 !== "string"){
const err9 = {instancePath:instancePath+"/endpoints/" + i0+"/mac",schemaPath:"#/properties/endpoints/items/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpoints.items.properties.mac.type,parentSchema:schema11.properties.endpoints.items.properties.mac,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data1.underlay !== undefined && func0.call(data1, "underlay")){
let data5 = data1.underlay;
if(typeof data5 !== "string"){
const err10 = {instancePath:instancePath+"/endpoints/" + i0+"/underlay",schemaPath:"#/properties/endpoints/items/properties/underlay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpoints.items.properties.underlay.type,parentSchema:schema11.properties.endpoints.items.properties.underlay,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/properties/endpoints/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.endpoints.items.type,parentSchema:schema11.properties.endpoints.items,data:data1};
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
else {
const err12 = {instancePath:instancePath+"/endpoints",schemaPath:"#/properties/endpoints/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.endpoints.type,parentSchema:schema11.properties.endpoints,data:data0};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
