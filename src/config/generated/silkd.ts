// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkd: Validator = validate10;
const schema11 = {"type":"object","title":"silkd","description":"an object","properties":{"source":{"type":"string","pattern":"^(static|etcd)$","description":"\"static\" or \"etcd\""},"overlayNetwork":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"an integer from 1 to 16777215"},"port":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"gbp":{"type":"boolean","description":"true or false"},"peers":{"type":"array","description":"a list of peers","items":{"type":"object","title":"a peer","description":"a peer such as {\"subnet\":\"10.255.48.0/24\",\"underlay\":\"10.244.0.48\"}","properties":{"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits"},"underlay":{"type":"string","description":"a unicast IPv4 address"},"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"}},"required":["subnet","underlay"],"additionalProperties":false}},"peersFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"underlayInterface":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"underlayAddress":{"type":"string","description":"a unicast IPv4 address"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"vtepName":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"ipMasq":{"type":"boolean","description":"true or false"},"runDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"stateDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"subnetFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"apiSocket":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"apiPort":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"intervalSeconds":{"type":"integer","minimum":1,"maximum":86400,"description":"an integer from 1 to 86400"},"watchKernel":{"type":"boolean","description":"true or false"},"logLevel":{"type":"string","pattern":"^(debug|info|warn|error)$","description":"\"debug\", \"info\", \"warn\" or \"error\""}},"required":[],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(static|etcd)$", "u");
const pattern1 = new RegExp("^/[^\\u0000]*$", "u");
const pattern2 = new RegExp("^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$", "u");
const pattern8 = new RegExp("^(debug|info|warn|error)$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
if(!(func0.call(schema11.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.source !== undefined && func0.call(data, "source")){
let data0 = data.source;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err1 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/pattern",keyword:"pattern",params:{pattern: "^(static|etcd)$"},message:"must match pattern \""+"^(static|etcd)$"+"\"",schema:"^(static|etcd)$",parentSchema:schema11.properties.source,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.source.type,parentSchema:schema11.properties.source,data:data0};
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
let data1 = data.overlayNetwork;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/overlayNetwork",schemaPath:"#/properties/overlayNetwork/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.overlayNetwork.type,parentSchema:schema11.properties.overlayNetwork,data:data1};
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
let data2 = data.subnet;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/subnet",schemaPath:"#/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnet.type,parentSchema:schema11.properties.subnet,data:data2};
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
let data3 = data.vni;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err5 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.vni.type,parentSchema:schema11.properties.vni,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 16777215 || isNaN(data3)){
const err6 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.vni,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err7 = {instancePath:instancePath+"/vni",schemaPath:"#/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.vni,data:data3};
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
if(data.port !== undefined && func0.call(data, "port")){
let data4 = data.port;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err8 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.port.type,parentSchema:schema11.properties.port,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 65535 || isNaN(data4)){
const err9 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.port,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data4 < 1 || isNaN(data4)){
const err10 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.port,data:data4};
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
if(data.gbp !== undefined && func0.call(data, "gbp")){
let data5 = data.gbp;
if(typeof data5 !== "boolean"){
const err11 = {instancePath:instancePath+"/gbp",schemaPath:"#/properties/gbp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.gbp.type,parentSchema:schema11.properties.gbp,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.peers !== undefined && func0.call(data, "peers")){
let data6 = data.peers;
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.subnet === undefined) || (!(func0.call(data7, "subnet")))){
const err12 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((data7.underlay === undefined) || (!(func0.call(data7, "underlay")))){
const err13 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/required",keyword:"required",params:{missingProperty: "underlay"},message:"must have required property '"+"underlay"+"'",schema:schema11.properties.peers.items.required,parentSchema:schema11.properties.peers.items,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 of Object.keys(data7)){
if(!(((key1 === "subnet") || (key1 === "underlay")) || (key1 === "mac"))){
const err14 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.peers.items,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.subnet !== undefined && func0.call(data7, "subnet")){
let data8 = data7.subnet;
if(typeof data8 !== "string"){
const err15 = {instancePath:instancePath+"/peers/" + i0+"/subnet",schemaPath:"#/properties/peers/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.subnet.type,parentSchema:schema11.properties.peers.items.properties.subnet,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.underlay !== undefined && func0.call(data7, "underlay")){
let data9 = data7.underlay;
if(typeof data9 !== "string"){
const err16 = {instancePath:instancePath+"/peers/" + i0+"/underlay",schemaPath:"#/properties/peers/items/properties/underlay/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.underlay.type,parentSchema:schema11.properties.peers.items.properties.underlay,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data7.mac !== undefined && func0.call(data7, "mac")){
let data10 = data7.mac;
if(typeof data10 !== "string"){
const err17 = {instancePath:instancePath+"/peers/" + i0+"/mac",schemaPath:"#/properties/peers/items/properties/mac/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peers.items.properties.mac.type,parentSchema:schema11.properties.peers.items.properties.mac,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/peers/" + i0,schemaPath:"#/properties/peers/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.peers.items.type,parentSchema:schema11.properties.peers.items,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/peers",schemaPath:"#/properties/peers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.peers.type,parentSchema:schema11.properties.peers,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.peersFile !== undefined && func0.call(data, "peersFile")){
let data11 = data.peersFile;
if(typeof data11 === "string"){
if(!pattern1.test(data11)){
const err20 = {instancePath:instancePath+"/peersFile",schemaPath:"#/properties/peersFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.peersFile,data:data11};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/peersFile",schemaPath:"#/properties/peersFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.peersFile.type,parentSchema:schema11.properties.peersFile,data:data11};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.underlayInterface !== undefined && func0.call(data, "underlayInterface")){
let data12 = data.underlayInterface;
if(typeof data12 === "string"){
if(!pattern2.test(data12)){
const err22 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.underlayInterface,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayInterface.type,parentSchema:schema11.properties.underlayInterface,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.underlayAddress !== undefined && func0.call(data, "underlayAddress")){
let data13 = data.underlayAddress;
if(typeof data13 !== "string"){
const err24 = {instancePath:instancePath+"/underlayAddress",schemaPath:"#/properties/underlayAddress/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayAddress.type,parentSchema:schema11.properties.underlayAddress,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data14 = data.mtu;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err25 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data14};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
const _errs33 = errors;
const _errs34 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err26 = {};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(errors === _errs34){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 67 || isNaN(data14)){
const err27 = {};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
if(data14 < 1 || isNaN(data14)){
const err28 = {};
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
}
var valid4 = _errs34 === errors;
if(valid4){
const err29 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.mtu.not,parentSchema:schema11.properties.mtu,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
else {
errors = _errs33;
if(vErrors !== null){
if(_errs33){
vErrors.length = _errs33;
}
else {
vErrors = null;
}
}
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 65535 || isNaN(data14)){
const err30 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data14 < 0 || isNaN(data14)){
const err31 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data14};
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
if(data.vtepName !== undefined && func0.call(data, "vtepName")){
let data15 = data.vtepName;
if(typeof data15 === "string"){
if(!pattern2.test(data15)){
const err32 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.vtepName,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.vtepName.type,parentSchema:schema11.properties.vtepName,data:data15};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.ipMasq !== undefined && func0.call(data, "ipMasq")){
let data16 = data.ipMasq;
if(typeof data16 !== "boolean"){
const err34 = {instancePath:instancePath+"/ipMasq",schemaPath:"#/properties/ipMasq/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.ipMasq.type,parentSchema:schema11.properties.ipMasq,data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.runDir !== undefined && func0.call(data, "runDir")){
let data17 = data.runDir;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err35 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.runDir,data:data17};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runDir.type,parentSchema:schema11.properties.runDir,data:data17};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.stateDir !== undefined && func0.call(data, "stateDir")){
let data18 = data.stateDir;
if(typeof data18 === "string"){
if(!pattern1.test(data18)){
const err37 = {instancePath:instancePath+"/stateDir",schemaPath:"#/properties/stateDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.stateDir,data:data18};
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
const err38 = {instancePath:instancePath+"/stateDir",schemaPath:"#/properties/stateDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.stateDir.type,parentSchema:schema11.properties.stateDir,data:data18};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.subnetFile !== undefined && func0.call(data, "subnetFile")){
let data19 = data.subnetFile;
if(typeof data19 === "string"){
if(!pattern1.test(data19)){
const err39 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.subnetFile,data:data19};
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
const err40 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnetFile.type,parentSchema:schema11.properties.subnetFile,data:data19};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.apiSocket !== undefined && func0.call(data, "apiSocket")){
let data20 = data.apiSocket;
if(typeof data20 === "string"){
if(!pattern1.test(data20)){
const err41 = {instancePath:instancePath+"/apiSocket",schemaPath:"#/properties/apiSocket/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.apiSocket,data:data20};
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
const err42 = {instancePath:instancePath+"/apiSocket",schemaPath:"#/properties/apiSocket/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.apiSocket.type,parentSchema:schema11.properties.apiSocket,data:data20};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.apiPort !== undefined && func0.call(data, "apiPort")){
let data21 = data.apiPort;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err43 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.apiPort.type,parentSchema:schema11.properties.apiPort,data:data21};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 65535 || isNaN(data21)){
const err44 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.apiPort,data:data21};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data21 < 1 || isNaN(data21)){
const err45 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.apiPort,data:data21};
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
if(data.intervalSeconds !== undefined && func0.call(data, "intervalSeconds")){
let data22 = data.intervalSeconds;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err46 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.intervalSeconds.type,parentSchema:schema11.properties.intervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 86400 || isNaN(data22)){
const err47 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.intervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data22 < 1 || isNaN(data22)){
const err48 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.intervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
if(data.watchKernel !== undefined && func0.call(data, "watchKernel")){
let data23 = data.watchKernel;
if(typeof data23 !== "boolean"){
const err49 = {instancePath:instancePath+"/watchKernel",schemaPath:"#/properties/watchKernel/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.watchKernel.type,parentSchema:schema11.properties.watchKernel,data:data23};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.logLevel !== undefined && func0.call(data, "logLevel")){
let data24 = data.logLevel;
if(typeof data24 === "string"){
if(!pattern8.test(data24)){
const err50 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/pattern",keyword:"pattern",params:{pattern: "^(debug|info|warn|error)$"},message:"must match pattern \""+"^(debug|info|warn|error)$"+"\"",schema:"^(debug|info|warn|error)$",parentSchema:schema11.properties.logLevel,data:data24};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.logLevel.type,parentSchema:schema11.properties.logLevel,data:data24};
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
else {
const err52 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
