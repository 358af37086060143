// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validatePeersFile: Validator = validate10;
const schema11 = {"type":"object","title":"the peers file","description":"an object with peers","properties":{"peers":{"type":"array","description":"a list of peers","items":{"type":"object","title":"a peer","description":"a peer such as {\"subnet\":\"10.255.48.0/24\",\"underlay\":\"10.244.0.48\"}","properties":{"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits"},"underlay":{"type":"string","description":"a unicast IPv4 address"},"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"}},"required":["subnet","underlay"],"additionalProperties":false}}},"required":["peers"],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.peers === undefined) || (!(func0.call(data, "peers")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "peers"},message:"must have required property '"+"peers"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "peers")){
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
if(data.peers !== undefined && func0.call(data, "peers")){
let data0 = data.peers;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if((data1.subnet === undefined) || (!(func0.call(data1, "subnet")))){
const err2 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data1.underlay === undefined) || (!(func0.call(data1, "underlay")))){
const err3 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "underlay"},message:"must have required property '"+"underlay"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 of Object.keys(data1)){
if(!(((key1 === "subnet") || (key1 === "underlay")) || (key1 === "mac"))){
const err4 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.peers.items,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.subnet !== undefined && func0.call(data1, "subnet")){
let data2 = data1.subnet;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/peers/" + i0+"/subnet",schemaPath:"#/properties/peers/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.subnet.type,parentSchema:schema11.properties.peers.items.properties.subnet,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.underlay !== undefined && func0.call(data1, "underlay")){
let data3 = data1.underlay;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/peers/" + i0+"/underlay",schemaPath:"#/properties/peers/items/properties/underlay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.underlay.type,parentSchema:schema11.properties.peers.items.properties.underlay,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.mac !== undefined && func0.call(data1, "mac")){
let data4 = data1.mac;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/peers/" + i0+"/mac",schemaPath:"#/properties/peers/items/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.mac.type,parentSchema:schema11.properties.peers.items.properties.mac,data:data4};
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
else {
const err8 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.peers.items.type,parentSchema:schema11.properties.peers.items,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/peers",schemaPath:"#/properties/peers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.peers.type,parentSchema:schema11.properties.peers,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
