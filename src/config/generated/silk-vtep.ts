// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkVtep: Validator = validate10;
const schema11 = {"type":"object","title":"silk-vtep","description":"an object","properties":{"overlayNetwork":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"subnetFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"daemonPort":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"an integer from 1 to 16777215"},"port":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"gbp":{"type":"boolean","description":"true or false"},"vtepName":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"underlayInterface":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"underlayAddress":{"type":"string","description":"a unicast IPv4 address"},"peers":{"type":"array","description":"a list of peers","items":{"type":"object","title":"a peer","description":"a peer such as {\"subnet\":\"10.255.48.0/24\",\"underlay\":\"10.244.0.48\"}","properties":{"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits"},"underlay":{"type":"string","description":"a unicast IPv4 address"},"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"}},"required":["subnet","underlay"],"additionalProperties":false}},"peersFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"runDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]*$","description":"a letter or digit, then letters, digits, \"_\", \".\" or \"-\""},"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""},"cniVersion":{"type":"string","description":"a CNI version such as \"1.0.0\""},"cniVersions":{"type":"array","description":"a list of CNI versions","items":{"type":"string","description":"a CNI version such as \"1.0.0\""}},"args":{},"runtimeConfig":{},"ipam":{},"dns":{},"ipMasq":{},"prevResult":{},"capabilities":{},"disableCheck":{},"disableGC":{},"loadOnlyInlinedPlugins":{}},"required":["name","type"],"patternProperties":{"^cni\\.dev/":{}},"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^cni\\.dev/", "u");
const pattern1 = new RegExp("^/[^\\u0000]*$", "u");
const pattern2 = new RegExp("^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$", "u");
const pattern6 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u");
const pattern7 = new RegExp("^(?!\\.{1,2}$)[^/\\\\\\u0000]+$", "u");

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
if((data.type === undefined) || (!(func0.call(data, "type")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((func0.call(schema11.properties, key0)) || (pattern0.test(key0)))){
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
if(data.overlayNetwork !== undefined && func0.call(data, "overlayNetwork")){
let data0 = data.overlayNetwork;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/overlayNetwork",schemaPath:"#/properties/overlayNetwork/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.overlayNetwork.type,parentSchema:schema11.properties.overlayNetwork,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.subnet !== undefined && func0.call(data, "subnet")){
let data1 = data.subnet;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/subnet",schemaPath:"#/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnet.type,parentSchema:schema11.properties.subnet,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.subnetFile !== undefined && func0.call(data, "subnetFile")){
let data2 = data.subnetFile;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err5 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.subnetFile,data:data2};
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
const err6 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnetFile.type,parentSchema:schema11.properties.subnetFile,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.daemonPort !== undefined && func0.call(data, "daemonPort")){
let data3 = data.daemonPort;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err7 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.daemonPort.type,parentSchema:schema11.properties.daemonPort,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 65535 || isNaN(data3)){
const err8 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.daemonPort,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err9 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.daemonPort,data:data3};
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
if(data.vni !== undefined && func0.call(data, "vni")){
let data4 = data.vni;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err10 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.vni.type,parentSchema:schema11.properties.vni,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 16777215 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.vni,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data4 < 1 || isNaN(data4)){
const err12 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.vni,data:data4};
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
if(data.port !== undefined && func0.call(data, "port")){
let data5 = data.port;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err13 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.port.type,parentSchema:schema11.properties.port,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 65535 || isNaN(data5)){
const err14 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.port,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err15 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.port,data:data5};
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
if(data.gbp !== undefined && func0.call(data, "gbp")){
let data6 = data.gbp;
if(typeof data6 !== "boolean"){
const err16 = {instancePath:instancePath+"/gbp",schemaPath:"#/properties/gbp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.gbp.type,parentSchema:schema11.properties.gbp,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.vtepName !== undefined && func0.call(data, "vtepName")){
let data7 = data.vtepName;
if(typeof data7 === "string"){
if(!pattern2.test(data7)){
const err17 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.vtepName,data:data7};
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
const err18 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.vtepName.type,parentSchema:schema11.properties.vtepName,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.underlayInterface !== undefined && func0.call(data, "underlayInterface")){
let data8 = data.underlayInterface;
if(typeof data8 === "string"){
if(!pattern2.test(data8)){
const err19 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.underlayInterface,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayInterface.type,parentSchema:schema11.properties.underlayInterface,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.underlayAddress !== undefined && func0.call(data, "underlayAddress")){
let data9 = data.underlayAddress;
if(typeof data9 !== "string"){
const err21 = {instancePath:instancePath+"/underlayAddress",schemaPath:"#/properties/underlayAddress/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayAddress.type,parentSchema:schema11.properties.underlayAddress,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.peers !== undefined && func0.call(data, "peers")){
let data10 = data.peers;
if(Array.isArray(data10)){
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
let data11 = data10[i0];
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if((data11.subnet === undefined) || (!(func0.call(data11, "subnet")))){
const err22 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((data11.underlay === undefined) || (!(func0.call(data11, "underlay")))){
const err23 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "underlay"},message:"must have required property '"+"underlay"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
for(const key1 of Object.keys(data11)){
if(!(((key1 === "subnet") || (key1 === "underlay")) || (key1 === "mac"))){
const err24 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.peers.items,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data11.subnet !== undefined && func0.call(data11, "subnet")){
let data12 = data11.subnet;
if(typeof data12 !== "string"){
const err25 = {instancePath:instancePath+"/peers/" + i0+"/subnet",schemaPath:"#/properties/peers/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.subnet.type,parentSchema:schema11.properties.peers.items.properties.subnet,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data11.underlay !== undefined && func0.call(data11, "underlay")){
let data13 = data11.underlay;
if(typeof data13 !== "string"){
const err26 = {instancePath:instancePath+"/peers/" + i0+"/underlay",schemaPath:"#/properties/peers/items/properties/underlay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.underlay.type,parentSchema:schema11.properties.peers.items.properties.underlay,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data11.mac !== undefined && func0.call(data11, "mac")){
let data14 = data11.mac;
if(typeof data14 !== "string"){
const err27 = {instancePath:instancePath+"/peers/" + i0+"/mac",schemaPath:"#/properties/peers/items/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.mac.type,parentSchema:schema11.properties.peers.items.properties.mac,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.peers.items.type,parentSchema:schema11.properties.peers.items,data:data11};
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
else {
const err29 = {instancePath:instancePath+"/peers",schemaPath:"#/properties/peers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.peers.type,parentSchema:schema11.properties.peers,data:data10};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.peersFile !== undefined && func0.call(data, "peersFile")){
let data15 = data.peersFile;
if(typeof data15 === "string"){
if(!pattern1.test(data15)){
const err30 = {instancePath:instancePath+"/peersFile",schemaPath:"#/properties/peersFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.peersFile,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/peersFile",schemaPath:"#/properties/peersFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peersFile.type,parentSchema:schema11.properties.peersFile,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data16 = data.mtu;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err32 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data16};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
const _errs37 = errors;
const _errs38 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err33 = {};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(errors === _errs38){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 67 || isNaN(data16)){
const err34 = {};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
else {
if(data16 < 1 || isNaN(data16)){
const err35 = {};
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
}
var valid4 = _errs38 === errors;
if(valid4){
const err36 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.mtu.not,parentSchema:schema11.properties.mtu,data:data16};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
else {
errors = _errs37;
if(vErrors !== null){
if(_errs37){
vErrors.length = _errs37;
}
else {
vErrors = null;
}
}
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 65535 || isNaN(data16)){
const err37 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data16};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data16 < 0 || isNaN(data16)){
const err38 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data16};
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
if(data.runDir !== undefined && func0.call(data, "runDir")){
let data17 = data.runDir;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err39 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.runDir,data:data17};
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
const err40 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runDir.type,parentSchema:schema11.properties.runDir,data:data17};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
let data18 = data.name;
if(typeof data18 === "string"){
if(!pattern6.test(data18)){
const err41 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]*$",parentSchema:schema11.properties.name,data:data18};
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
const err42 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data18};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data19 = data.type;
if(typeof data19 === "string"){
if(!pattern7.test(data19)){
const err43 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.type,data:data19};
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
const err44 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.type.type,parentSchema:schema11.properties.type,data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.cniVersion !== undefined && func0.call(data, "cniVersion")){
let data20 = data.cniVersion;
if(typeof data20 !== "string"){
const err45 = {instancePath:instancePath+"/cniVersion",schemaPath:"#/properties/cniVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersion.type,parentSchema:schema11.properties.cniVersion,data:data20};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.cniVersions !== undefined && func0.call(data, "cniVersions")){
let data21 = data.cniVersions;
if(Array.isArray(data21)){
const len1 = data21.length;
for(let i1=0; i1<len1; i1++){
let data22 = data21[i1];
if(typeof data22 !== "string"){
const err46 = {instancePath:instancePath+"/cniVersions/" + i1,schemaPath:"#/properties/cniVersions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersions.items.type,parentSchema:schema11.properties.cniVersions.items,data:data22};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/cniVersions",schemaPath:"#/properties/cniVersions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.cniVersions.type,parentSchema:schema11.properties.cniVersions,data:data21};
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
const err48 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
