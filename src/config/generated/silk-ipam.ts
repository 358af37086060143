// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkIpam: Validator = validate10;
const schema11 = {"type":"object","title":"a network configuration","description":"an object","properties":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]*$","description":"a letter or digit, then letters, digits, \"_\", \".\" or \"-\""},"ipam":{"type":"object","title":"silk-ipam","description":"an object with a type","properties":{"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""},"ranges":{"type":"array","description":"a list of range sets, each a list of ranges","items":{"type":"array","minItems":1,"description":"a list of one or more ranges","items":{"type":"object","title":"a range","description":"a range such as {\"subnet\":\"10.255.30.0/24\"}","properties":{"subnet":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"rangeStart":{"type":"string","description":"an IPv4 or IPv6 address"},"rangeEnd":{"type":"string","description":"an IPv4 or IPv6 address"},"gateway":{"type":"string","description":"an IPv4 or IPv6 address"}},"required":["subnet"],"additionalProperties":false}}},"subnet":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"rangeStart":{"type":"string","description":"an IPv4 or IPv6 address"},"rangeEnd":{"type":"string","description":"an IPv4 or IPv6 address"},"gateway":{"type":"string","description":"an IPv4 or IPv6 address"},"routes":{"type":"array","description":"a list of routes","items":{"type":"object","title":"a route","description":"a route such as {\"dst\":\"0.0.0.0/0\"}","properties":{"dst":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"gw":{"type":"string","description":"an IPv4 or IPv6 address"},"mtu":{"type":"integer","minimum":0,"maximum":4294967295,"description":"an integer from 0 to 4294967295"},"advmss":{"type":"integer","minimum":0,"maximum":4294967295,"description":"an integer from 0 to 4294967295"},"priority":{"type":"integer","minimum":0,"maximum":4294967295,"description":"an integer from 0 to 4294967295"},"table":{"type":"integer","minimum":0,"maximum":4294967295,"description":"an integer from 0 to 4294967295"},"scope":{"type":"integer","minimum":0,"maximum":255,"description":"an integer from 0 to 255"}},"required":["dst"],"additionalProperties":false}},"resolvConf":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"dataDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"exclude":{"type":"array","description":"a list of prefixes","items":{"type":"string","description":"a prefix such as 10.255.30.0/24"}},"lockTimeoutMs":{"type":"integer","minimum":1,"maximum":60000,"description":"an integer from 1 to 60000"}},"required":["type"],"additionalProperties":false},"dns":{"type":"object","title":"dns","description":"an object of nameservers, domain, search and options","properties":{"nameservers":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"domain":{"type":"string","description":"a text"},"search":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"options":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}}},"required":[],"additionalProperties":true},"args":{"type":"object","title":"args","description":"an object","properties":{"cni":{"type":"object","title":"args.cni","description":"an object","properties":{"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}}},"required":[],"additionalProperties":true}},"required":[],"additionalProperties":true},"runtimeConfig":{"type":"object","title":"runtimeConfig","description":"an object","properties":{"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}},"ipRanges":{"type":"array","description":"a list of range sets, each a list of ranges","items":{"type":"array","minItems":1,"description":"a list of one or more ranges","items":{"type":"object","title":"a range","description":"a range such as {\"subnet\":\"10.255.30.0/24\"}","properties":{"subnet":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"rangeStart":{"type":"string","description":"an IPv4 or IPv6 address"},"rangeEnd":{"type":"string","description":"an IPv4 or IPv6 address"},"gateway":{"type":"string","description":"an IPv4 or IPv6 address"}},"required":["subnet"],"additionalProperties":false}}}},"required":[],"additionalProperties":true}},"required":["name","ipam"],"additionalProperties":true};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u");
const pattern1 = new RegExp("^(?!\\.{1,2}$)[^/\\\\\\u0000]+$", "u");
const pattern2 = new RegExp("^/[^\\u0000]*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.name === undefined) || (!(func0.call(data, "name")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.ipam === undefined) || (!(func0.call(data, "ipam")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ipam"},message:"must have required property '"+"ipam"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.name !== undefined && func0.call(data, "name")){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]*$",parentSchema:schema11.properties.name,data:data0};
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
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.ipam !== undefined && func0.call(data, "ipam")){
let data1 = data.ipam;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if((data1.type === undefined) || (!(func0.call(data1, "type")))){
const err4 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema11.properties.ipam.required,parentSchema:schema11.properties.ipam,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 of Object.keys(data1)){
if(!(func0.call(schema11.properties.ipam.properties, key0))){
const err5 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.ipam,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.type !== undefined && func0.call(data1, "type")){
let data2 = data1.type;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err6 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.ipam.properties.type,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.type.type,parentSchema:schema11.properties.ipam.properties.type,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data1.ranges !== undefined && func0.call(data1, "ranges")){
let data3 = data1.ranges;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(Array.isArray(data4)){
if(data4.length < 1){
const err8 = {instancePath:instancePath+"/ipam/ranges/" + i0,schemaPath:"#/properties/ipam/properties/ranges/items/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.ipam.properties.ranges.items,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if((data5.subnet === undefined) || (!(func0.call(data5, "subnet")))){
const err9 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1,schemaPath:"#/properties/ipam/properties/ranges/items/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.ipam.properties.ranges.items.items.required,parentSchema:schema11.properties.ipam.properties.ranges.items.items,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 of Object.keys(data5)){
if(!((((key1 === "subnet") || (key1 === "rangeStart")) || (key1 === "rangeEnd")) || (key1 === "gateway"))){
const err10 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1,schemaPath:"#/properties/ipam/properties/ranges/items/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.ipam.properties.ranges.items.items,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data5.subnet !== undefined && func0.call(data5, "subnet")){
let data6 = data5.subnet;
if(typeof data6 !== "string"){
const err11 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1+"/subnet",schemaPath:"#/properties/ipam/properties/ranges/items/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.ranges.items.items.properties.subnet.type,parentSchema:schema11.properties.ipam.properties.ranges.items.items.properties.subnet,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data5.rangeStart !== undefined && func0.call(data5, "rangeStart")){
let data7 = data5.rangeStart;
if(typeof data7 !== "string"){
const err12 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1+"/rangeStart",schemaPath:"#/properties/ipam/properties/ranges/items/items/properties/rangeStart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.ranges.items.items.properties.rangeStart.type,parentSchema:schema11.properties.ipam.properties.ranges.items.items.properties.rangeStart,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data5.rangeEnd !== undefined && func0.call(data5, "rangeEnd")){
let data8 = data5.rangeEnd;
if(typeof data8 !== "string"){
const err13 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1+"/rangeEnd",schemaPath:"#/properties/ipam/properties/ranges/items/items/properties/rangeEnd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.ranges.items.items.properties.rangeEnd.type,parentSchema:schema11.properties.ipam.properties.ranges.items.items.properties.rangeEnd,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data5.gateway !== undefined && func0.call(data5, "gateway")){
let data9 = data5.gateway;
if(typeof data9 !== "string"){
const err14 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1+"/gateway",schemaPath:"#/properties/ipam/properties/ranges/items/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.ranges.items.items.properties.gateway.type,parentSchema:schema11.properties.ipam.properties.ranges.items.items.properties.gateway,data:data9};
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
else {
const err15 = {instancePath:instancePath+"/ipam/ranges/" + i0+"/" + i1,schemaPath:"#/properties/ipam/properties/ranges/items/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.ipam.properties.ranges.items.items.type,parentSchema:schema11.properties.ipam.properties.ranges.items.items,data:data5};
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
const err16 = {instancePath:instancePath+"/ipam/ranges/" + i0,schemaPath:"#/properties/ipam/properties/ranges/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.ipam.properties.ranges.items.type,parentSchema:schema11.properties.ipam.properties.ranges.items,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/ipam/ranges",schemaPath:"#/properties/ipam/properties/ranges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.ipam.properties.ranges.type,parentSchema:schema11.properties.ipam.properties.ranges,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data1.subnet !== undefined && func0.call(data1, "subnet")){
let data10 = data1.subnet;
if(typeof data10 !== "string"){
const err18 = {instancePath:instancePath+"/ipam/subnet",schemaPath:"#/properties/ipam/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.subnet.type,parentSchema:schema11.properties.ipam.properties.subnet,data:data10};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data1.rangeStart !== undefined && func0.call(data1, "rangeStart")){
let data11 = data1.rangeStart;
if(typeof data11 !== "string"){
const err19 = {instancePath:instancePath+"/ipam/rangeStart",schemaPath:"#/properties/ipam/properties/rangeStart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.rangeStart.type,parentSchema:schema11.properties.ipam.properties.rangeStart,data:data11};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data1.rangeEnd !== undefined && func0.call(data1, "rangeEnd")){
let data12 = data1.rangeEnd;
if(typeof data12 !== "string"){
const err20 = {instancePath:instancePath+"/ipam/rangeEnd",schemaPath:"#/properties/ipam/properties/rangeEnd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.rangeEnd.type,parentSchema:schema11.properties.ipam.properties.rangeEnd,data:data12};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data1.gateway !== undefined && func0.call(data1, "gateway")){
let data13 = data1.gateway;
if(typeof data13 !== "string"){
const err21 = {instancePath:instancePath+"/ipam/gateway",schemaPath:"#/properties/ipam/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.gateway.type,parentSchema:schema11.properties.ipam.properties.gateway,data:data13};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data1.routes !== undefined && func0.call(data1, "routes")){
let data14 = data1.routes;
if(Array.isArray(data14)){
const len2 = data14.length;
for(let i2=0; i2<len2; i2++){
let data15 = data14[i2];
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if((data15.dst === undefined) || (!(func0.call(data15, "dst")))){
const err22 = {instancePath:instancePath+"/ipam/routes/" + i2,schemaPath:"#/properties/ipam/properties/routes/items/required",keyword:"required",params:{missingProperty: "dst"},message:"must have required property '"+"dst"+"'",schema:schema11.properties.ipam.properties.routes.items.required,parentSchema:schema11.properties.ipam.properties.routes.items,data:data15};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key2 of Object.keys(data15)){
if(!(((((((key2 === "dst") || (key2 === "gw")) || (key2 === "mtu")) || (key2 === "advmss")) || (key2 === "priority")) || (key2 === "table")) || (key2 === "scope"))){
const err23 = {instancePath:instancePath+"/ipam/routes/" + i2,schemaPath:"#/properties/ipam/properties/routes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.ipam.properties.routes.items,data:data15};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data15.dst !== undefined && func0.call(data15, "dst")){
let data16 = data15.dst;
if(typeof data16 !== "string"){
const err24 = {instancePath:instancePath+"/ipam/routes/" + i2+"/dst",schemaPath:"#/properties/ipam/properties/routes/items/properties/dst/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.routes.items.properties.dst.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.dst,data:data16};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data15.gw !== undefined && func0.call(data15, "gw")){
let data17 = data15.gw;
if(typeof data17 !== "string"){
const err25 = {instancePath:instancePath+"/ipam/routes/" + i2+"/gw",schemaPath:"#/properties/ipam/properties/routes/items/properties/gw/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.routes.items.properties.gw.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.gw,data:data17};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data15.mtu !== undefined && func0.call(data15, "mtu")){
let data18 = data15.mtu;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err26 = {instancePath:instancePath+"/ipam/routes/" + i2+"/mtu",schemaPath:"#/properties/ipam/properties/routes/items/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.routes.items.properties.mtu.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.mtu,data:data18};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 4294967295 || isNaN(data18)){
const err27 = {instancePath:instancePath+"/ipam/routes/" + i2+"/mtu",schemaPath:"#/properties/ipam/properties/routes/items/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.ipam.properties.routes.items.properties.mtu,data:data18};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data18 < 0 || isNaN(data18)){
const err28 = {instancePath:instancePath+"/ipam/routes/" + i2+"/mtu",schemaPath:"#/properties/ipam/properties/routes/items/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.ipam.properties.routes.items.properties.mtu,data:data18};
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
if(data15.advmss !== undefined && func0.call(data15, "advmss")){
let data19 = data15.advmss;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err29 = {instancePath:instancePath+"/ipam/routes/" + i2+"/advmss",schemaPath:"#/properties/ipam/properties/routes/items/properties/advmss/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.routes.items.properties.advmss.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.advmss,data:data19};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 4294967295 || isNaN(data19)){
const err30 = {instancePath:instancePath+"/ipam/routes/" + i2+"/advmss",schemaPath:"#/properties/ipam/properties/routes/items/properties/advmss/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.ipam.properties.routes.items.properties.advmss,data:data19};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data19 < 0 || isNaN(data19)){
const err31 = {instancePath:instancePath+"/ipam/routes/" + i2+"/advmss",schemaPath:"#/properties/ipam/properties/routes/items/properties/advmss/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.ipam.properties.routes.items.properties.advmss,data:data19};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
if(data15.priority !== undefined && func0.call(data15, "priority")){
let data20 = data15.priority;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err32 = {instancePath:instancePath+"/ipam/routes/" + i2+"/priority",schemaPath:"#/properties/ipam/properties/routes/items/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.routes.items.properties.priority.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.priority,data:data20};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 4294967295 || isNaN(data20)){
const err33 = {instancePath:instancePath+"/ipam/routes/" + i2+"/priority",schemaPath:"#/properties/ipam/properties/routes/items/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.ipam.properties.routes.items.properties.priority,data:data20};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data20 < 0 || isNaN(data20)){
const err34 = {instancePath:instancePath+"/ipam/routes/" + i2+"/priority",schemaPath:"#/properties/ipam/properties/routes/items/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.ipam.properties.routes.items.properties.priority,data:data20};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data15.table !== undefined && func0.call(data15, "table")){
let data21 = data15.table;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err35 = {instancePath:instancePath+"/ipam/routes/" + i2+"/table",schemaPath:"#/properties/ipam/properties/routes/items/properties/table/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.routes.items.properties.table.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.table,data:data21};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 4294967295 || isNaN(data21)){
const err36 = {instancePath:instancePath+"/ipam/routes/" + i2+"/table",schemaPath:"#/properties/ipam/properties/routes/items/properties/table/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.ipam.properties.routes.items.properties.table,data:data21};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data21 < 0 || isNaN(data21)){
const err37 = {instancePath:instancePath+"/ipam/routes/" + i2+"/table",schemaPath:"#/properties/ipam/properties/routes/items/properties/table/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.ipam.properties.routes.items.properties.table,data:data21};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
if(data15.scope !== undefined && func0.call(data15, "scope")){
let data22 = data15.scope;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err38 = {instancePath:instancePath+"/ipam/routes/" + i2+"/scope",schemaPath:"#/properties/ipam/properties/routes/items/properties/scope/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.routes.items.properties.scope.type,parentSchema:schema11.properties.ipam.properties.routes.items.properties.scope,data:data22};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 255 || isNaN(data22)){
const err39 = {instancePath:instancePath+"/ipam/routes/" + i2+"/scope",schemaPath:"#/properties/ipam/properties/routes/items/properties/scope/maximum",keyword:"maximum",params:{comparison: "<=", limit: 255},message:"must be <= 255",schema:255,parentSchema:schema11.properties.ipam.properties.routes.items.properties.scope,data:data22};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(data22 < 0 || isNaN(data22)){
const err40 = {instancePath:instancePath+"/ipam/routes/" + i2+"/scope",schemaPath:"#/properties/ipam/properties/routes/items/properties/scope/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.ipam.properties.routes.items.properties.scope,data:data22};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
}
else {
const err41 = {instancePath:instancePath+"/ipam/routes/" + i2,schemaPath:"#/properties/ipam/properties/routes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.ipam.properties.routes.items.type,parentSchema:schema11.properties.ipam.properties.routes.items,data:data15};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/ipam/routes",schemaPath:"#/properties/ipam/properties/routes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.ipam.properties.routes.type,parentSchema:schema11.properties.ipam.properties.routes,data:data14};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data1.resolvConf !== undefined && func0.call(data1, "resolvConf")){
let data23 = data1.resolvConf;
if(typeof data23 === "string"){
if(!pattern2.test(data23)){
const err43 = {instancePath:instancePath+"/ipam/resolvConf",schemaPath:"#/properties/ipam/properties/resolvConf/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.ipam.properties.resolvConf,data:data23};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/ipam/resolvConf",schemaPath:"#/properties/ipam/properties/resolvConf/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.resolvConf.type,parentSchema:schema11.properties.ipam.properties.resolvConf,data:data23};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data1.dataDir !== undefined && func0.call(data1, "dataDir")){
let data24 = data1.dataDir;
if(typeof data24 === "string"){
if(!pattern2.test(data24)){
const err45 = {instancePath:instancePath+"/ipam/dataDir",schemaPath:"#/properties/ipam/properties/dataDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.ipam.properties.dataDir,data:data24};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/ipam/dataDir",schemaPath:"#/properties/ipam/properties/dataDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.dataDir.type,parentSchema:schema11.properties.ipam.properties.dataDir,data:data24};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data1.exclude !== undefined && func0.call(data1, "exclude")){
let data25 = data1.exclude;
if(Array.isArray(data25)){
const len3 = data25.length;
for(let i3=0; i3<len3; i3++){
let data26 = data25[i3];
if(typeof data26 !== "string"){
const err47 = {instancePath:instancePath+"/ipam/exclude/" + i3,schemaPath:"#/properties/ipam/properties/exclude/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.exclude.items.type,parentSchema:schema11.properties.ipam.properties.exclude.items,data:data26};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/ipam/exclude",schemaPath:"#/properties/ipam/properties/exclude/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.ipam.properties.exclude.type,parentSchema:schema11.properties.ipam.properties.exclude,data:data25};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data1.lockTimeoutMs !== undefined && func0.call(data1, "lockTimeoutMs")){
let data27 = data1.lockTimeoutMs;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
const err49 = {instancePath:instancePath+"/ipam/lockTimeoutMs",schemaPath:"#/properties/ipam/properties/lockTimeoutMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.ipam.properties.lockTimeoutMs.type,parentSchema:schema11.properties.ipam.properties.lockTimeoutMs,data:data27};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 60000 || isNaN(data27)){
const err50 = {instancePath:instancePath+"/ipam/lockTimeoutMs",schemaPath:"#/properties/ipam/properties/lockTimeoutMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60000},message:"must be <= 60000",schema:60000,parentSchema:schema11.properties.ipam.properties.lockTimeoutMs,data:data27};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(data27 < 1 || isNaN(data27)){
const err51 = {instancePath:instancePath+"/ipam/lockTimeoutMs",schemaPath:"#/properties/ipam/properties/lockTimeoutMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.ipam.properties.lockTimeoutMs,data:data27};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
}
else {
const err52 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.ipam.type,parentSchema:schema11.properties.ipam,data:data1};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data.dns !== undefined && func0.call(data, "dns")){
let data28 = data.dns;
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.nameservers !== undefined && func0.call(data28, "nameservers")){
let data29 = data28.nameservers;
if(Array.isArray(data29)){
const len4 = data29.length;
for(let i4=0; i4<len4; i4++){
let data30 = data29[i4];
if(typeof data30 !== "string"){
const err53 = {instancePath:instancePath+"/dns/nameservers/" + i4,schemaPath:"#/properties/dns/properties/nameservers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.nameservers.items.type,parentSchema:schema11.properties.dns.properties.nameservers.items,data:data30};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/dns/nameservers",schemaPath:"#/properties/dns/properties/nameservers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.nameservers.type,parentSchema:schema11.properties.dns.properties.nameservers,data:data29};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data28.domain !== undefined && func0.call(data28, "domain")){
let data31 = data28.domain;
if(typeof data31 !== "string"){
const err55 = {instancePath:instancePath+"/dns/domain",schemaPath:"#/properties/dns/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.domain.type,parentSchema:schema11.properties.dns.properties.domain,data:data31};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data28.search !== undefined && func0.call(data28, "search")){
let data32 = data28.search;
if(Array.isArray(data32)){
const len5 = data32.length;
for(let i5=0; i5<len5; i5++){
let data33 = data32[i5];
if(typeof data33 !== "string"){
const err56 = {instancePath:instancePath+"/dns/search/" + i5,schemaPath:"#/properties/dns/properties/search/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.search.items.type,parentSchema:schema11.properties.dns.properties.search.items,data:data33};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/dns/search",schemaPath:"#/properties/dns/properties/search/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.search.type,parentSchema:schema11.properties.dns.properties.search,data:data32};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data28.options !== undefined && func0.call(data28, "options")){
let data34 = data28.options;
if(Array.isArray(data34)){
const len6 = data34.length;
for(let i6=0; i6<len6; i6++){
let data35 = data34[i6];
if(typeof data35 !== "string"){
const err58 = {instancePath:instancePath+"/dns/options/" + i6,schemaPath:"#/properties/dns/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.options.items.type,parentSchema:schema11.properties.dns.properties.options.items,data:data35};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/dns/options",schemaPath:"#/properties/dns/properties/options/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.options.type,parentSchema:schema11.properties.dns.properties.options,data:data34};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/dns",schemaPath:"#/properties/dns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.dns.type,parentSchema:schema11.properties.dns,data:data28};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data.args !== undefined && func0.call(data, "args")){
let data36 = data.args;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.cni !== undefined && func0.call(data36, "cni")){
let data37 = data36.cni;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.ips !== undefined && func0.call(data37, "ips")){
let data38 = data37.ips;
if(Array.isArray(data38)){
const len7 = data38.length;
for(let i7=0; i7<len7; i7++){
let data39 = data38[i7];
if(typeof data39 !== "string"){
const err61 = {instancePath:instancePath+"/args/cni/ips/" + i7,schemaPath:"#/properties/args/properties/cni/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.args.properties.cni.properties.ips.items.type,parentSchema:schema11.properties.args.properties.cni.properties.ips.items,data:data39};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/args/cni/ips",schemaPath:"#/properties/args/properties/cni/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.args.properties.cni.properties.ips.type,parentSchema:schema11.properties.args.properties.cni.properties.ips,data:data38};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath:instancePath+"/args/cni",schemaPath:"#/properties/args/properties/cni/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.properties.cni.type,parentSchema:schema11.properties.args.properties.cni,data:data37};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.type,parentSchema:schema11.properties.args,data:data36};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data.runtimeConfig !== undefined && func0.call(data, "runtimeConfig")){
let data40 = data.runtimeConfig;
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(data40.ips !== undefined && func0.call(data40, "ips")){
let data41 = data40.ips;
if(Array.isArray(data41)){
const len8 = data41.length;
for(let i8=0; i8<len8; i8++){
let data42 = data41[i8];
if(typeof data42 !== "string"){
const err65 = {instancePath:instancePath+"/runtimeConfig/ips/" + i8,schemaPath:"#/properties/runtimeConfig/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ips.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ips.items,data:data42};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/runtimeConfig/ips",schemaPath:"#/properties/runtimeConfig/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ips.type,parentSchema:schema11.properties.runtimeConfig.properties.ips,data:data41};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data40.ipRanges !== undefined && func0.call(data40, "ipRanges")){
let data43 = data40.ipRanges;
if(Array.isArray(data43)){
const len9 = data43.length;
for(let i9=0; i9<len9; i9++){
let data44 = data43[i9];
if(Array.isArray(data44)){
if(data44.length < 1){
const err67 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data44};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
const len10 = data44.length;
for(let i10=0; i10<len10; i10++){
let data45 = data44[i10];
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
if((data45.subnet === undefined) || (!(func0.call(data45, "subnet")))){
const err68 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.required,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data45};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
for(const key3 of Object.keys(data45)){
if(!((((key3 === "subnet") || (key3 === "rangeStart")) || (key3 === "rangeEnd")) || (key3 === "gateway"))){
const err69 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data45};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data45.subnet !== undefined && func0.call(data45, "subnet")){
let data46 = data45.subnet;
if(typeof data46 !== "string"){
const err70 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10+"/subnet",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet,data:data46};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data45.rangeStart !== undefined && func0.call(data45, "rangeStart")){
let data47 = data45.rangeStart;
if(typeof data47 !== "string"){
const err71 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10+"/rangeStart",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeStart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart,data:data47};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data45.rangeEnd !== undefined && func0.call(data45, "rangeEnd")){
let data48 = data45.rangeEnd;
if(typeof data48 !== "string"){
const err72 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10+"/rangeEnd",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeEnd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd,data:data48};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data45.gateway !== undefined && func0.call(data45, "gateway")){
let data49 = data45.gateway;
if(typeof data49 !== "string"){
const err73 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10+"/gateway",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway,data:data49};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9+"/" + i10,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data45};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i9,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data44};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/runtimeConfig/ipRanges",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges,data:data43};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/runtimeConfig",schemaPath:"#/properties/runtimeConfig/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.type,parentSchema:schema11.properties.runtimeConfig,data:data40};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
