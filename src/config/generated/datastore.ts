// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateDatastore: Validator = validate10;
const schema11 = {"type":"object","description":"an object","additionalProperties":{"type":"object","title":"an entry","description":"an object with handle and ip","properties":{"handle":{"type":"string","description":"a text"},"ip":{"type":"string","description":"an IPv4 or IPv6 address"},"metadata":{}},"required":["handle","ip"],"additionalProperties":true}};
const func0 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.handle === undefined) || (!(func0.call(data0, "handle")))){
const err0 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/required",keyword:"required",params:{missingProperty: "handle"},message:"must have required property '"+"handle"+"'",schema:schema11.additionalProperties.required,parentSchema:schema11.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data0.ip === undefined) || (!(func0.call(data0, "ip")))){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/required",keyword:"required",params:{missingProperty: "ip"},message:"must have required property '"+"ip"+"'",schema:schema11.additionalProperties.required,parentSchema:schema11.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.handle !== undefined && func0.call(data0, "handle")){
let data1 = data0.handle;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/handle",schemaPath:"#/additionalProperties/properties/handle/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.additionalProperties.properties.handle.type,parentSchema:schema11.additionalProperties.properties.handle,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.ip !== undefined && func0.call(data0, "ip")){
let data2 = data0.ip;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/ip",schemaPath:"#/additionalProperties/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.additionalProperties.properties.ip.type,parentSchema:schema11.additionalProperties.properties.ip,data:data2};
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
const err4 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.additionalProperties.type,parentSchema:schema11.additionalProperties,data:data0};
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
