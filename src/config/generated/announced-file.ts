// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateAnnouncedFile: Validator = validate10;
const schema11 = {"type":"object","title":"the file of what was announced","description":"an object with macs","properties":{"bootId":{"type":"string","description":"the id of a boot"},"macs":{"type":"array","description":"a list of MACs","items":{"type":"object","title":"a MAC","description":"a MAC with what was said of it","properties":{"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"a VNI"},"mac":{"type":"string","description":"a MAC"},"attachments":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"sequence":{"type":"integer","minimum":0,"maximum":4294967295,"description":"a sequence number"},"isBeaten":{"type":"boolean","description":"true or false"},"isSettled":{"type":"boolean","description":"true or false"}},"required":["vni","mac","attachments","sequence","isBeaten","isSettled"],"additionalProperties":false}}},"required":["bootId","macs"],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.bootId === undefined) || (!(func0.call(data, "bootId")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bootId"},message:"must have required property '"+"bootId"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.macs === undefined) || (!(func0.call(data, "macs")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "macs"},message:"must have required property '"+"macs"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((key0 === "bootId") || (key0 === "macs"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.bootId !== undefined && func0.call(data, "bootId")){
let data0 = data.bootId;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/bootId",schemaPath:"#/properties/bootId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.bootId.type,parentSchema:schema11.properties.bootId,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.macs !== undefined && func0.call(data, "macs")){
let data1 = data.macs;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if((data2.vni === undefined) || (!(func0.call(data2, "vni")))){
const err4 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "vni"},message:"must have required property '"+"vni"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((data2.mac === undefined) || (!(func0.call(data2, "mac")))){
const err5 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "mac"},message:"must have required property '"+"mac"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((data2.attachments === undefined) || (!(func0.call(data2, "attachments")))){
const err6 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "attachments"},message:"must have required property '"+"attachments"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((data2.sequence === undefined) || (!(func0.call(data2, "sequence")))){
const err7 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "sequence"},message:"must have required property '"+"sequence"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((data2.isBeaten === undefined) || (!(func0.call(data2, "isBeaten")))){
const err8 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "isBeaten"},message:"must have required property '"+"isBeaten"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((data2.isSettled === undefined) || (!(func0.call(data2, "isSettled")))){
const err9 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/required",keyword:"required",params:{missingProperty: "isSettled"},message:"must have required property '"+"isSettled"+"'",schema:schema11.properties.macs.items.required,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 of Object.keys(data2)){
if(!((((((key1 === "vni") || (key1 === "mac")) || (key1 === "attachments")) || (key1 === "sequence")) || (key1 === "isBeaten")) || (key1 === "isSettled"))){
const err10 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.macs.items,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data2.vni !== undefined && func0.call(data2, "vni")){
let data3 = data2.vni;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err11 = {instancePath:instancePath+"/macs/" + i0+"/vni",schemaPath:"#/properties/macs/items/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.macs.items.properties.vni.type,parentSchema:schema11.properties.macs.items.properties.vni,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 16777215 || isNaN(data3)){
const err12 = {instancePath:instancePath+"/macs/" + i0+"/vni",schemaPath:"#/properties/macs/items/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.macs.items.properties.vni,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err13 = {instancePath:instancePath+"/macs/" + i0+"/vni",schemaPath:"#/properties/macs/items/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.macs.items.properties.vni,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data2.mac !== undefined && func0.call(data2, "mac")){
let data4 = data2.mac;
if(typeof data4 !== "string"){
const err14 = {instancePath:instancePath+"/macs/" + i0+"/mac",schemaPath:"#/properties/macs/items/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.macs.items.properties.mac.type,parentSchema:schema11.properties.macs.items.properties.mac,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data2.attachments !== undefined && func0.call(data2, "attachments")){
let data5 = data2.attachments;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(typeof data6 !== "string"){
const err15 = {instancePath:instancePath+"/macs/" + i0+"/attachments/" + i1,schemaPath:"#/properties/macs/items/properties/attachments/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.macs.items.properties.attachments.items.type,parentSchema:schema11.properties.macs.items.properties.attachments.items,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/macs/" + i0+"/attachments",schemaPath:"#/properties/macs/items/properties/attachments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.macs.items.properties.attachments.type,parentSchema:schema11.properties.macs.items.properties.attachments,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.sequence !== undefined && func0.call(data2, "sequence")){
let data7 = data2.sequence;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err17 = {instancePath:instancePath+"/macs/" + i0+"/sequence",schemaPath:"#/properties/macs/items/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.macs.items.properties.sequence.type,parentSchema:schema11.properties.macs.items.properties.sequence,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 4294967295 || isNaN(data7)){
const err18 = {instancePath:instancePath+"/macs/" + i0+"/sequence",schemaPath:"#/properties/macs/items/properties/sequence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.macs.items.properties.sequence,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data7 < 0 || isNaN(data7)){
const err19 = {instancePath:instancePath+"/macs/" + i0+"/sequence",schemaPath:"#/properties/macs/items/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.macs.items.properties.sequence,data:data7};
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
if(data2.isBeaten !== undefined && func0.call(data2, "isBeaten")){
let data8 = data2.isBeaten;
if(typeof data8 !== "boolean"){
const err20 = {instancePath:instancePath+"/macs/" + i0+"/isBeaten",schemaPath:"#/properties/macs/items/properties/isBeaten/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.macs.items.properties.isBeaten.type,parentSchema:schema11.properties.macs.items.properties.isBeaten,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data2.isSettled !== undefined && func0.call(data2, "isSettled")){
let data9 = data2.isSettled;
if(typeof data9 !== "boolean"){
const err21 = {instancePath:instancePath+"/macs/" + i0+"/isSettled",schemaPath:"#/properties/macs/items/properties/isSettled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.macs.items.properties.isSettled.type,parentSchema:schema11.properties.macs.items.properties.isSettled,data:data9};
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
else {
const err22 = {instancePath:instancePath+"/macs/" + i0,schemaPath:"#/properties/macs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.macs.items.type,parentSchema:schema11.properties.macs.items,data:data2};
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
else {
const err23 = {instancePath:instancePath+"/macs",schemaPath:"#/properties/macs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.macs.type,parentSchema:schema11.properties.macs,data:data1};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
