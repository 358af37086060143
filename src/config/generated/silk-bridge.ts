// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkBridge: Validator = validate10;
const schema11 = {"type":"object","title":"silk-bridge","description":"an object","properties":{"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"an integer from 1 to 16777215"},"bridge":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"vxlan":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"port":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"gbp":{"type":"boolean","description":"true or false"},"overlayNamespace":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$","description":"a name of `ip netns`"},"arpSuppression":{"type":"string","pattern":"^(proxy|neigh_suppress)$","description":"\"proxy\" or \"neigh_suppress\""},"replicate":{"type":"boolean","description":"true or false"},"gateway":{"type":"string","description":"an IPv4 address with the length of its network, such as 10.0.10.1/24"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"isDefaultGateway":{"type":"boolean","description":"true or false"},"hairpin":{"type":"boolean","description":"true or false"},"isolated":{"type":"boolean","description":"true or false"},"locked":{"type":"boolean","description":"true or false"},"guard":{"type":"boolean","description":"true or false"},"underlayInterface":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"underlayAddress":{"type":"string","description":"a unicast IPv4 address"},"endpointsFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"runDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"dataDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"ipam":{"type":"object","title":"ipam","description":"an object with a type","properties":{"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""}},"required":["type"],"additionalProperties":true},"dns":{"type":"object","title":"dns","description":"an object of nameservers, domain, search and options","properties":{"nameservers":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"domain":{"type":"string","description":"a text"},"search":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"options":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}}},"required":[],"additionalProperties":true},"args":{"type":"object","title":"args","description":"an object","properties":{"cni":{"type":"object","title":"args.cni","description":"an object","properties":{"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}}},"required":[],"additionalProperties":true}},"required":[],"additionalProperties":true},"runtimeConfig":{"type":"object","title":"runtimeConfig","description":"an object","properties":{"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"},"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}},"ipRanges":{"type":"array","description":"a list of range sets, each a list of ranges","items":{"type":"array","minItems":1,"description":"a list of one or more ranges","items":{"type":"object","title":"a range","description":"a range such as {\"subnet\":\"10.255.30.0/24\"}","properties":{"subnet":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"rangeStart":{"type":"string","description":"an IPv4 or IPv6 address"},"rangeEnd":{"type":"string","description":"an IPv4 or IPv6 address"},"gateway":{"type":"string","description":"an IPv4 or IPv6 address"}},"required":["subnet"],"additionalProperties":false}}},"dns":{"type":"object","title":"runtimeConfig.dns","description":"an object of servers, searches and options","properties":{"servers":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"searches":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"options":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}}},"required":[],"additionalProperties":false},"portMappings":{"not":{},"description":"chain portmap after silk-bridge"},"bandwidth":{"not":{},"description":"chain bandwidth after silk-bridge"}},"required":[],"additionalProperties":false},"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]*$","description":"a letter or digit, then letters, digits, \"_\", \".\" or \"-\""},"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""},"cniVersion":{"type":"string","description":"a CNI version such as \"1.0.0\""},"cniVersions":{"type":"array","description":"a list of CNI versions","items":{"type":"string","description":"a CNI version such as \"1.0.0\""}},"ipMasq":{"const":false,"description":"false: a segment is not masqueraded"},"prevResult":{},"capabilities":{},"disableCheck":{},"disableGC":{},"loadOnlyInlinedPlugins":{}},"required":["vni","ipam","name","type"],"patternProperties":{"^cni\\.dev/":{}},"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^cni\\.dev/", "u");
const pattern1 = new RegExp("^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$", "u");
const pattern3 = new RegExp("^(?!\\.{1,2}$)[^/\\u0000]{1,255}$", "u");
const pattern4 = new RegExp("^(proxy|neigh_suppress)$", "u");
const pattern6 = new RegExp("^/[^\\u0000]*$", "u");
const pattern9 = new RegExp("^(?!\\.{1,2}$)[^/\\\\\\u0000]+$", "u");
const pattern10 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.vni === undefined) || (!(func0.call(data, "vni")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "vni"},message:"must have required property '"+"vni"+"'",schema:schema11.required,parentSchema:schema11,data};
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
if((data.name === undefined) || (!(func0.call(data, "name")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(schema11.properties, key0)) || (pattern0.test(key0)))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.vni !== undefined && func0.call(data, "vni")){
let data0 = data.vni;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err5 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.vni.type,parentSchema:schema11.properties.vni,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 16777215 || isNaN(data0)){
const err6 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.vni,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data0 < 1 || isNaN(data0)){
const err7 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.vni,data:data0};
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
if(data.bridge !== undefined && func0.call(data, "bridge")){
let data1 = data.bridge;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err8 = {instancePath:instancePath+"/bridge",schemaPath:"#/properties/bridge/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.bridge,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/bridge",schemaPath:"#/properties/bridge/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.bridge.type,parentSchema:schema11.properties.bridge,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.vxlan !== undefined && func0.call(data, "vxlan")){
let data2 = data.vxlan;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err10 = {instancePath:instancePath+"/vxlan",schemaPath:"#/properties/vxlan/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.vxlan,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/vxlan",schemaPath:"#/properties/vxlan/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.vxlan.type,parentSchema:schema11.properties.vxlan,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.port !== undefined && func0.call(data, "port")){
let data3 = data.port;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err12 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.port.type,parentSchema:schema11.properties.port,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 65535 || isNaN(data3)){
const err13 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.port,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err14 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.port,data:data3};
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
if(data.gbp !== undefined && func0.call(data, "gbp")){
let data4 = data.gbp;
if(typeof data4 !== "boolean"){
const err15 = {instancePath:instancePath+"/gbp",schemaPath:"#/properties/gbp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.gbp.type,parentSchema:schema11.properties.gbp,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.overlayNamespace !== undefined && func0.call(data, "overlayNamespace")){
let data5 = data.overlayNamespace;
if(typeof data5 === "string"){
if(!pattern3.test(data5)){
const err16 = {instancePath:instancePath+"/overlayNamespace",schemaPath:"#/properties/overlayNamespace/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\u0000]{1,255}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$",parentSchema:schema11.properties.overlayNamespace,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/overlayNamespace",schemaPath:"#/properties/overlayNamespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.overlayNamespace.type,parentSchema:schema11.properties.overlayNamespace,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.arpSuppression !== undefined && func0.call(data, "arpSuppression")){
let data6 = data.arpSuppression;
if(typeof data6 === "string"){
if(!pattern4.test(data6)){
const err18 = {instancePath:instancePath+"/arpSuppression",schemaPath:"#/properties/arpSuppression/pattern",keyword:"pattern",params:{pattern: "^(proxy|neigh_suppress)$"},message:"must match pattern \""+"^(proxy|neigh_suppress)$"+"\"",schema:"^(proxy|neigh_suppress)$",parentSchema:schema11.properties.arpSuppression,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/arpSuppression",schemaPath:"#/properties/arpSuppression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.arpSuppression.type,parentSchema:schema11.properties.arpSuppression,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.replicate !== undefined && func0.call(data, "replicate")){
let data7 = data.replicate;
if(typeof data7 !== "boolean"){
const err20 = {instancePath:instancePath+"/replicate",schemaPath:"#/properties/replicate/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.replicate.type,parentSchema:schema11.properties.replicate,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.gateway !== undefined && func0.call(data, "gateway")){
let data8 = data.gateway;
if(typeof data8 !== "string"){
const err21 = {instancePath:instancePath+"/gateway",schemaPath:"#/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.gateway.type,parentSchema:schema11.properties.gateway,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data9 = data.mtu;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err22 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
const _errs22 = errors;
const _errs23 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err23 = {};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(errors === _errs23){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 67 || isNaN(data9)){
const err24 = {};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
else {
if(data9 < 1 || isNaN(data9)){
const err25 = {};
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
}
var valid1 = _errs23 === errors;
if(valid1){
const err26 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.mtu.not,parentSchema:schema11.properties.mtu,data:data9};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
else {
errors = _errs22;
if(vErrors !== null){
if(_errs22){
vErrors.length = _errs22;
}
else {
vErrors = null;
}
}
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 65535 || isNaN(data9)){
const err27 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data9};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err28 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data9};
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
if(data.isDefaultGateway !== undefined && func0.call(data, "isDefaultGateway")){
let data10 = data.isDefaultGateway;
if(typeof data10 !== "boolean"){
const err29 = {instancePath:instancePath+"/isDefaultGateway",schemaPath:"#/properties/isDefaultGateway/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.isDefaultGateway.type,parentSchema:schema11.properties.isDefaultGateway,data:data10};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.hairpin !== undefined && func0.call(data, "hairpin")){
let data11 = data.hairpin;
if(typeof data11 !== "boolean"){
const err30 = {instancePath:instancePath+"/hairpin",schemaPath:"#/properties/hairpin/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.hairpin.type,parentSchema:schema11.properties.hairpin,data:data11};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.isolated !== undefined && func0.call(data, "isolated")){
let data12 = data.isolated;
if(typeof data12 !== "boolean"){
const err31 = {instancePath:instancePath+"/isolated",schemaPath:"#/properties/isolated/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.isolated.type,parentSchema:schema11.properties.isolated,data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.locked !== undefined && func0.call(data, "locked")){
let data13 = data.locked;
if(typeof data13 !== "boolean"){
const err32 = {instancePath:instancePath+"/locked",schemaPath:"#/properties/locked/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.locked.type,parentSchema:schema11.properties.locked,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.guard !== undefined && func0.call(data, "guard")){
let data14 = data.guard;
if(typeof data14 !== "boolean"){
const err33 = {instancePath:instancePath+"/guard",schemaPath:"#/properties/guard/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.guard.type,parentSchema:schema11.properties.guard,data:data14};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.underlayInterface !== undefined && func0.call(data, "underlayInterface")){
let data15 = data.underlayInterface;
if(typeof data15 === "string"){
if(!pattern1.test(data15)){
const err34 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.underlayInterface,data:data15};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayInterface.type,parentSchema:schema11.properties.underlayInterface,data:data15};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.underlayAddress !== undefined && func0.call(data, "underlayAddress")){
let data16 = data.underlayAddress;
if(typeof data16 !== "string"){
const err36 = {instancePath:instancePath+"/underlayAddress",schemaPath:"#/properties/underlayAddress/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayAddress.type,parentSchema:schema11.properties.underlayAddress,data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.endpointsFile !== undefined && func0.call(data, "endpointsFile")){
let data17 = data.endpointsFile;
if(typeof data17 === "string"){
if(!pattern6.test(data17)){
const err37 = {instancePath:instancePath+"/endpointsFile",schemaPath:"#/properties/endpointsFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.endpointsFile,data:data17};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/endpointsFile",schemaPath:"#/properties/endpointsFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpointsFile.type,parentSchema:schema11.properties.endpointsFile,data:data17};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.runDir !== undefined && func0.call(data, "runDir")){
let data18 = data.runDir;
if(typeof data18 === "string"){
if(!pattern6.test(data18)){
const err39 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.runDir,data:data18};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runDir.type,parentSchema:schema11.properties.runDir,data:data18};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.dataDir !== undefined && func0.call(data, "dataDir")){
let data19 = data.dataDir;
if(typeof data19 === "string"){
if(!pattern6.test(data19)){
const err41 = {instancePath:instancePath+"/dataDir",schemaPath:"#/properties/dataDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.dataDir,data:data19};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/dataDir",schemaPath:"#/properties/dataDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dataDir.type,parentSchema:schema11.properties.dataDir,data:data19};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.ipam !== undefined && func0.call(data, "ipam")){
let data20 = data.ipam;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if((data20.type === undefined) || (!(func0.call(data20, "type")))){
const err43 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema11.properties.ipam.required,parentSchema:schema11.properties.ipam,data:data20};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data20.type !== undefined && func0.call(data20, "type")){
let data21 = data20.type;
if(typeof data21 === "string"){
if(!pattern9.test(data21)){
const err44 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.ipam.properties.type,data:data21};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.type.type,parentSchema:schema11.properties.ipam.properties.type,data:data21};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.ipam.type,parentSchema:schema11.properties.ipam,data:data20};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.dns !== undefined && func0.call(data, "dns")){
let data22 = data.dns;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.nameservers !== undefined && func0.call(data22, "nameservers")){
let data23 = data22.nameservers;
if(Array.isArray(data23)){
const len0 = data23.length;
for(let i0=0; i0<len0; i0++){
let data24 = data23[i0];
if(typeof data24 !== "string"){
const err47 = {instancePath:instancePath+"/dns/nameservers/" + i0,schemaPath:"#/properties/dns/properties/nameservers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.nameservers.items.type,parentSchema:schema11.properties.dns.properties.nameservers.items,data:data24};
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
const err48 = {instancePath:instancePath+"/dns/nameservers",schemaPath:"#/properties/dns/properties/nameservers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.nameservers.type,parentSchema:schema11.properties.dns.properties.nameservers,data:data23};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data22.domain !== undefined && func0.call(data22, "domain")){
let data25 = data22.domain;
if(typeof data25 !== "string"){
const err49 = {instancePath:instancePath+"/dns/domain",schemaPath:"#/properties/dns/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.domain.type,parentSchema:schema11.properties.dns.properties.domain,data:data25};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data22.search !== undefined && func0.call(data22, "search")){
let data26 = data22.search;
if(Array.isArray(data26)){
const len1 = data26.length;
for(let i1=0; i1<len1; i1++){
let data27 = data26[i1];
if(typeof data27 !== "string"){
const err50 = {instancePath:instancePath+"/dns/search/" + i1,schemaPath:"#/properties/dns/properties/search/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.search.items.type,parentSchema:schema11.properties.dns.properties.search.items,data:data27};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath:instancePath+"/dns/search",schemaPath:"#/properties/dns/properties/search/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.search.type,parentSchema:schema11.properties.dns.properties.search,data:data26};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data22.options !== undefined && func0.call(data22, "options")){
let data28 = data22.options;
if(Array.isArray(data28)){
const len2 = data28.length;
for(let i2=0; i2<len2; i2++){
let data29 = data28[i2];
if(typeof data29 !== "string"){
const err52 = {instancePath:instancePath+"/dns/options/" + i2,schemaPath:"#/properties/dns/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.options.items.type,parentSchema:schema11.properties.dns.properties.options.items,data:data29};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/dns/options",schemaPath:"#/properties/dns/properties/options/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.options.type,parentSchema:schema11.properties.dns.properties.options,data:data28};
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
const err54 = {instancePath:instancePath+"/dns",schemaPath:"#/properties/dns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.dns.type,parentSchema:schema11.properties.dns,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.args !== undefined && func0.call(data, "args")){
let data30 = data.args;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.cni !== undefined && func0.call(data30, "cni")){
let data31 = data30.cni;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.ips !== undefined && func0.call(data31, "ips")){
let data32 = data31.ips;
if(Array.isArray(data32)){
const len3 = data32.length;
for(let i3=0; i3<len3; i3++){
let data33 = data32[i3];
if(typeof data33 !== "string"){
const err55 = {instancePath:instancePath+"/args/cni/ips/" + i3,schemaPath:"#/properties/args/properties/cni/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.args.properties.cni.properties.ips.items.type,parentSchema:schema11.properties.args.properties.cni.properties.ips.items,data:data33};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/args/cni/ips",schemaPath:"#/properties/args/properties/cni/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.args.properties.cni.properties.ips.type,parentSchema:schema11.properties.args.properties.cni.properties.ips,data:data32};
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
const err57 = {instancePath:instancePath+"/args/cni",schemaPath:"#/properties/args/properties/cni/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.properties.cni.type,parentSchema:schema11.properties.args.properties.cni,data:data31};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.type,parentSchema:schema11.properties.args,data:data30};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.runtimeConfig !== undefined && func0.call(data, "runtimeConfig")){
let data34 = data.runtimeConfig;
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
for(const key1 of Object.keys(data34)){
if(!((((((key1 === "mac") || (key1 === "ips")) || (key1 === "ipRanges")) || (key1 === "dns")) || (key1 === "portMappings")) || (key1 === "bandwidth"))){
const err59 = {instancePath:instancePath+"/runtimeConfig",schemaPath:"#/properties/runtimeConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig,data:data34};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data34.mac !== undefined && func0.call(data34, "mac")){
let data35 = data34.mac;
if(typeof data35 !== "string"){
const err60 = {instancePath:instancePath+"/runtimeConfig/mac",schemaPath:"#/properties/runtimeConfig/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.mac.type,parentSchema:schema11.properties.runtimeConfig.properties.mac,data:data35};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data34.ips !== undefined && func0.call(data34, "ips")){
let data36 = data34.ips;
if(Array.isArray(data36)){
const len4 = data36.length;
for(let i4=0; i4<len4; i4++){
let data37 = data36[i4];
if(typeof data37 !== "string"){
const err61 = {instancePath:instancePath+"/runtimeConfig/ips/" + i4,schemaPath:"#/properties/runtimeConfig/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ips.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ips.items,data:data37};
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
const err62 = {instancePath:instancePath+"/runtimeConfig/ips",schemaPath:"#/properties/runtimeConfig/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ips.type,parentSchema:schema11.properties.runtimeConfig.properties.ips,data:data36};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data34.ipRanges !== undefined && func0.call(data34, "ipRanges")){
let data38 = data34.ipRanges;
if(Array.isArray(data38)){
const len5 = data38.length;
for(let i5=0; i5<len5; i5++){
let data39 = data38[i5];
if(Array.isArray(data39)){
if(data39.length < 1){
const err63 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data39};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
const len6 = data39.length;
for(let i6=0; i6<len6; i6++){
let data40 = data39[i6];
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if((data40.subnet === undefined) || (!(func0.call(data40, "subnet")))){
const err64 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.required,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data40};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
for(const key2 of Object.keys(data40)){
if(!((((key2 === "subnet") || (key2 === "rangeStart")) || (key2 === "rangeEnd")) || (key2 === "gateway"))){
const err65 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data40};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data40.subnet !== undefined && func0.call(data40, "subnet")){
let data41 = data40.subnet;
if(typeof data41 !== "string"){
const err66 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6+"/subnet",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet,data:data41};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data40.rangeStart !== undefined && func0.call(data40, "rangeStart")){
let data42 = data40.rangeStart;
if(typeof data42 !== "string"){
const err67 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6+"/rangeStart",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeStart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart,data:data42};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data40.rangeEnd !== undefined && func0.call(data40, "rangeEnd")){
let data43 = data40.rangeEnd;
if(typeof data43 !== "string"){
const err68 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6+"/rangeEnd",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeEnd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd,data:data43};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data40.gateway !== undefined && func0.call(data40, "gateway")){
let data44 = data40.gateway;
if(typeof data44 !== "string"){
const err69 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6+"/gateway",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway,data:data44};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
else {
const err70 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5+"/" + i6,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data40};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i5,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data39};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/runtimeConfig/ipRanges",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges,data:data38};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data34.dns !== undefined && func0.call(data34, "dns")){
let data45 = data34.dns;
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
for(const key3 of Object.keys(data45)){
if(!(((key3 === "servers") || (key3 === "searches")) || (key3 === "options"))){
const err73 = {instancePath:instancePath+"/runtimeConfig/dns",schemaPath:"#/properties/runtimeConfig/properties/dns/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig.properties.dns,data:data45};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data45.servers !== undefined && func0.call(data45, "servers")){
let data46 = data45.servers;
if(Array.isArray(data46)){
const len7 = data46.length;
for(let i7=0; i7<len7; i7++){
let data47 = data46[i7];
if(typeof data47 !== "string"){
const err74 = {instancePath:instancePath+"/runtimeConfig/dns/servers/" + i7,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/servers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.servers.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.servers.items,data:data47};
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
const err75 = {instancePath:instancePath+"/runtimeConfig/dns/servers",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/servers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.servers.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.servers,data:data46};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data45.searches !== undefined && func0.call(data45, "searches")){
let data48 = data45.searches;
if(Array.isArray(data48)){
const len8 = data48.length;
for(let i8=0; i8<len8; i8++){
let data49 = data48[i8];
if(typeof data49 !== "string"){
const err76 = {instancePath:instancePath+"/runtimeConfig/dns/searches/" + i8,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/searches/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.searches.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.searches.items,data:data49};
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
const err77 = {instancePath:instancePath+"/runtimeConfig/dns/searches",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/searches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.searches.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.searches,data:data48};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data45.options !== undefined && func0.call(data45, "options")){
let data50 = data45.options;
if(Array.isArray(data50)){
const len9 = data50.length;
for(let i9=0; i9<len9; i9++){
let data51 = data50[i9];
if(typeof data51 !== "string"){
const err78 = {instancePath:instancePath+"/runtimeConfig/dns/options/" + i9,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.options.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.options.items,data:data51};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/runtimeConfig/dns/options",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/options/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.options.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.options,data:data50};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/runtimeConfig/dns",schemaPath:"#/properties/runtimeConfig/properties/dns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.properties.dns.type,parentSchema:schema11.properties.runtimeConfig.properties.dns,data:data45};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data34.portMappings !== undefined && func0.call(data34, "portMappings")){
const err81 = {instancePath:instancePath+"/runtimeConfig/portMappings",schemaPath:"#/properties/runtimeConfig/properties/portMappings/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.runtimeConfig.properties.portMappings.not,parentSchema:schema11.properties.runtimeConfig.properties.portMappings,data:data34.portMappings};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data34.bandwidth !== undefined && func0.call(data34, "bandwidth")){
const err82 = {instancePath:instancePath+"/runtimeConfig/bandwidth",schemaPath:"#/properties/runtimeConfig/properties/bandwidth/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.runtimeConfig.properties.bandwidth.not,parentSchema:schema11.properties.runtimeConfig.properties.bandwidth,data:data34.bandwidth};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
else {
const err83 = {instancePath:instancePath+"/runtimeConfig",schemaPath:"#/properties/runtimeConfig/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.type,parentSchema:schema11.properties.runtimeConfig,data:data34};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
let data54 = data.name;
if(typeof data54 === "string"){
if(!pattern10.test(data54)){
const err84 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]*$",parentSchema:schema11.properties.name,data:data54};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
else {
const err85 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data54};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data55 = data.type;
if(typeof data55 === "string"){
if(!pattern9.test(data55)){
const err86 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.type,data:data55};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
else {
const err87 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.type.type,parentSchema:schema11.properties.type,data:data55};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data.cniVersion !== undefined && func0.call(data, "cniVersion")){
let data56 = data.cniVersion;
if(typeof data56 !== "string"){
const err88 = {instancePath:instancePath+"/cniVersion",schemaPath:"#/properties/cniVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersion.type,parentSchema:schema11.properties.cniVersion,data:data56};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data.cniVersions !== undefined && func0.call(data, "cniVersions")){
let data57 = data.cniVersions;
if(Array.isArray(data57)){
const len10 = data57.length;
for(let i10=0; i10<len10; i10++){
let data58 = data57[i10];
if(typeof data58 !== "string"){
const err89 = {instancePath:instancePath+"/cniVersions/" + i10,schemaPath:"#/properties/cniVersions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersions.items.type,parentSchema:schema11.properties.cniVersions.items,data:data58};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/cniVersions",schemaPath:"#/properties/cniVersions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.cniVersions.type,parentSchema:schema11.properties.cniVersions,data:data57};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data.ipMasq !== undefined && func0.call(data, "ipMasq")){
let data59 = data.ipMasq;
if(false !== data59){
const err91 = {instancePath:instancePath+"/ipMasq",schemaPath:"#/properties/ipMasq/const",keyword:"const",params:{allowedValue: false},message:"must be equal to constant",schema:false,parentSchema:schema11.properties.ipMasq,data:data59};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
