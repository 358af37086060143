// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateDaemonReply: Validator = validate10;
const schema11 = {"type":"object","title":"the reply","description":"an object with overlay_subnet","properties":{"overlay_subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"description":"an integer from 0 to 65535"}},"required":["overlay_subnet"],"additionalProperties":true};
const func0 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.overlay_subnet === undefined) || (!(func0.call(data, "overlay_subnet")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "overlay_subnet"},message:"must have required property '"+"overlay_subnet"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.overlay_subnet !== undefined && func0.call(data, "overlay_subnet")){
let data0 = data.overlay_subnet;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/overlay_subnet",schemaPath:"#/properties/overlay_subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.overlay_subnet.type,parentSchema:schema11.properties.overlay_subnet,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data1 = data.mtu;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65535 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
