// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkd: Validator = validate10;
const schema11 = {"type":"object","title":"silkd","description":"an object","properties":{"source":{"type":"string","pattern":"^(static|etcd|evpn|none)$","description":"\"static\", \"etcd\", \"evpn\" or \"none\""},"overlayNetwork":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"an integer from 1 to 16777215"},"port":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"gbp":{"type":"boolean","description":"true or false"},"peers":{"type":"array","description":"a list of peers","items":{"type":"object","title":"a peer","description":"a peer such as {\"subnet\":\"10.255.48.0/24\",\"underlay\":\"10.244.0.48\"}","properties":{"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits"},"underlay":{"type":"string","description":"a unicast IPv4 address"},"mac":{"type":"string","description":"a unicast MAC such as ee:ee:0a:ff:30:00"}},"required":["subnet","underlay"],"additionalProperties":false}},"peersFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"etcd":{"type":"object","title":"etcd","description":"an object with endpoints","properties":{"endpoints":{"type":"array","minItems":1,"description":"a list of one or more endpoints","items":{"type":"string","description":"a URL such as http://10.244.0.5:2379, without a path, a user or a query"}},"prefix":{"type":"string","pattern":"^(/[A-Za-z0-9_.-]+)+$","description":"a path such as /coreos.com/network, of letters, digits, \"_\", \".\" and \"-\""},"username":{"type":"string","pattern":"^.","description":"a name of a user of etcd"},"passwordFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"caFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"certFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"keyFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"leaseTtlSeconds":{"type":"integer","minimum":2,"maximum":31536000,"description":"an integer from 2 to 31536000"},"renewIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"requestTimeoutMs":{"type":"integer","minimum":100,"maximum":60000,"description":"an integer from 100 to 60000"},"probeIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"withdrawGuard":{"type":"object","title":"withdrawGuard","description":"an object of fraction, atLeast and graceSeconds","properties":{"fraction":{"type":"number","minimum":0,"maximum":1,"description":"a number from 0 to 1"},"atLeast":{"type":"integer","minimum":0,"maximum":1000000,"description":"an integer from 0 to 1000000"},"graceSeconds":{"type":"integer","minimum":0,"maximum":86400,"description":"an integer from 0 to 86400"}},"required":[],"additionalProperties":false}},"required":["endpoints"],"additionalProperties":false},"evpn":{"type":"object","title":"evpn","description":"an object with asn","properties":{"address":{"type":"string","pattern":"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$","description":"unix:///PATH of a socket, or HOST:PORT"},"asn":{"type":"integer","minimum":1,"maximum":4294967294,"description":"an integer from 1 to 4294967294"},"routeTarget":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"},"routeDistinguisher":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"},"requestTimeoutMs":{"type":"integer","minimum":100,"maximum":60000,"description":"an integer from 100 to 60000"},"pollIntervalSeconds":{"type":"integer","minimum":1,"maximum":3600,"description":"an integer from 1 to 3600"},"withdrawGuard":{"type":"object","title":"withdrawGuard","description":"an object of fraction, atLeast and graceSeconds","properties":{"fraction":{"type":"number","minimum":0,"maximum":1,"description":"a number from 0 to 1"},"atLeast":{"type":"integer","minimum":0,"maximum":1000000,"description":"an integer from 0 to 1000000"},"graceSeconds":{"type":"integer","minimum":0,"maximum":86400,"description":"an integer from 0 to 86400"}},"required":[],"additionalProperties":false}},"required":["asn"],"additionalProperties":false},"segments":{"type":"array","description":"a list of segments","items":{"type":"object","title":"a segment","description":"a segment such as {\"vni\":42,\"gateway\":\"10.0.10.1/24\"}","properties":{"vni":{"type":"integer","minimum":1,"maximum":16777215,"description":"an integer from 1 to 16777215"},"bridge":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"vxlan":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"port":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"gbp":{"type":"boolean","description":"true or false"},"overlayNamespace":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$","description":"a name of `ip netns`"},"arpSuppression":{"type":"string","pattern":"^(proxy|neigh_suppress)$","description":"\"proxy\" or \"neigh_suppress\""},"replicate":{"type":"boolean","description":"true or false"},"gateway":{"type":"string","description":"an IPv4 address with the length of its network, such as 10.0.10.1/24"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"routeTarget":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"},"routeDistinguisher":{"type":"string","description":"AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1"}},"required":["vni"],"additionalProperties":false}},"endpointsFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"underlayInterface":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"underlayAddress":{"type":"string","description":"a unicast IPv4 address"},"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"vtepName":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"ipMasq":{"type":"boolean","description":"true or false"},"runDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"stateDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"subnetFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"apiSocket":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"apiPort":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"intervalSeconds":{"type":"integer","minimum":1,"maximum":86400,"description":"an integer from 1 to 86400"},"watchKernel":{"type":"boolean","description":"true or false"},"logLevel":{"type":"string","pattern":"^(debug|info|warn|error)$","description":"\"debug\", \"info\", \"warn\" or \"error\""}},"required":[],"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(static|etcd|evpn|none)$", "u");
const pattern1 = new RegExp("^/[^\\u0000]*$", "u");
const pattern2 = new RegExp("^(/[A-Za-z0-9_.-]+)+$", "u");
const pattern3 = new RegExp("^.", "u");
const pattern8 = new RegExp("^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$", "u");
const pattern9 = new RegExp("^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$", "u");
const pattern11 = new RegExp("^(?!\\.{1,2}$)[^/\\u0000]{1,255}$", "u");
const pattern12 = new RegExp("^(proxy|neigh_suppress)$", "u");
const pattern20 = new RegExp("^(debug|info|warn|error)$", "u");

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
const err1 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/pattern",keyword:"pattern",params:{pattern: "^(static|etcd|evpn|none)$"},message:"must match pattern \""+"^(static|etcd|evpn|none)$"+"\"",schema:"^(static|etcd|evpn|none)$",parentSchema:schema11.properties.source,data:data0};
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
if(data.etcd !== undefined && func0.call(data, "etcd")){
let data12 = data.etcd;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if((data12.endpoints === undefined) || (!(func0.call(data12, "endpoints")))){
const err22 = {instancePath:instancePath+"/etcd",schemaPath:"#/properties/etcd/required",keyword:"required",params:{missingProperty: "endpoints"},message:"must have required property '"+"endpoints"+"'",schema:schema11.properties.etcd.required,parentSchema:schema11.properties.etcd,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key2 of Object.keys(data12)){
if(!(func0.call(schema11.properties.etcd.properties, key2))){
const err23 = {instancePath:instancePath+"/etcd",schemaPath:"#/properties/etcd/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.etcd,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data12.endpoints !== undefined && func0.call(data12, "endpoints")){
let data13 = data12.endpoints;
if(Array.isArray(data13)){
if(data13.length < 1){
const err24 = {instancePath:instancePath+"/etcd/endpoints",schemaPath:"#/properties/etcd/properties/endpoints/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.etcd.properties.endpoints,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
const len1 = data13.length;
for(let i1=0; i1<len1; i1++){
let data14 = data13[i1];
if(typeof data14 !== "string"){
const err25 = {instancePath:instancePath+"/etcd/endpoints/" + i1,schemaPath:"#/properties/etcd/properties/endpoints/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.endpoints.items.type,parentSchema:schema11.properties.etcd.properties.endpoints.items,data:data14};
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
else {
const err26 = {instancePath:instancePath+"/etcd/endpoints",schemaPath:"#/properties/etcd/properties/endpoints/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.etcd.properties.endpoints.type,parentSchema:schema11.properties.etcd.properties.endpoints,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data12.prefix !== undefined && func0.call(data12, "prefix")){
let data15 = data12.prefix;
if(typeof data15 === "string"){
if(!pattern2.test(data15)){
const err27 = {instancePath:instancePath+"/etcd/prefix",schemaPath:"#/properties/etcd/properties/prefix/pattern",keyword:"pattern",params:{pattern: "^(/[A-Za-z0-9_.-]+)+$"},message:"must match pattern \""+"^(/[A-Za-z0-9_.-]+)+$"+"\"",schema:"^(/[A-Za-z0-9_.-]+)+$",parentSchema:schema11.properties.etcd.properties.prefix,data:data15};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/etcd/prefix",schemaPath:"#/properties/etcd/properties/prefix/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.prefix.type,parentSchema:schema11.properties.etcd.properties.prefix,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data12.username !== undefined && func0.call(data12, "username")){
let data16 = data12.username;
if(typeof data16 === "string"){
if(!pattern3.test(data16)){
const err29 = {instancePath:instancePath+"/etcd/username",schemaPath:"#/properties/etcd/properties/username/pattern",keyword:"pattern",params:{pattern: "^."},message:"must match pattern \""+"^."+"\"",schema:"^.",parentSchema:schema11.properties.etcd.properties.username,data:data16};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/etcd/username",schemaPath:"#/properties/etcd/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.username.type,parentSchema:schema11.properties.etcd.properties.username,data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data12.passwordFile !== undefined && func0.call(data12, "passwordFile")){
let data17 = data12.passwordFile;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err31 = {instancePath:instancePath+"/etcd/passwordFile",schemaPath:"#/properties/etcd/properties/passwordFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.etcd.properties.passwordFile,data:data17};
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
const err32 = {instancePath:instancePath+"/etcd/passwordFile",schemaPath:"#/properties/etcd/properties/passwordFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.passwordFile.type,parentSchema:schema11.properties.etcd.properties.passwordFile,data:data17};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data12.caFile !== undefined && func0.call(data12, "caFile")){
let data18 = data12.caFile;
if(typeof data18 === "string"){
if(!pattern1.test(data18)){
const err33 = {instancePath:instancePath+"/etcd/caFile",schemaPath:"#/properties/etcd/properties/caFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.etcd.properties.caFile,data:data18};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/etcd/caFile",schemaPath:"#/properties/etcd/properties/caFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.caFile.type,parentSchema:schema11.properties.etcd.properties.caFile,data:data18};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data12.certFile !== undefined && func0.call(data12, "certFile")){
let data19 = data12.certFile;
if(typeof data19 === "string"){
if(!pattern1.test(data19)){
const err35 = {instancePath:instancePath+"/etcd/certFile",schemaPath:"#/properties/etcd/properties/certFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.etcd.properties.certFile,data:data19};
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
const err36 = {instancePath:instancePath+"/etcd/certFile",schemaPath:"#/properties/etcd/properties/certFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.certFile.type,parentSchema:schema11.properties.etcd.properties.certFile,data:data19};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data12.keyFile !== undefined && func0.call(data12, "keyFile")){
let data20 = data12.keyFile;
if(typeof data20 === "string"){
if(!pattern1.test(data20)){
const err37 = {instancePath:instancePath+"/etcd/keyFile",schemaPath:"#/properties/etcd/properties/keyFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.etcd.properties.keyFile,data:data20};
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
const err38 = {instancePath:instancePath+"/etcd/keyFile",schemaPath:"#/properties/etcd/properties/keyFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.etcd.properties.keyFile.type,parentSchema:schema11.properties.etcd.properties.keyFile,data:data20};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data12.leaseTtlSeconds !== undefined && func0.call(data12, "leaseTtlSeconds")){
let data21 = data12.leaseTtlSeconds;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err39 = {instancePath:instancePath+"/etcd/leaseTtlSeconds",schemaPath:"#/properties/etcd/properties/leaseTtlSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.leaseTtlSeconds.type,parentSchema:schema11.properties.etcd.properties.leaseTtlSeconds,data:data21};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 31536000 || isNaN(data21)){
const err40 = {instancePath:instancePath+"/etcd/leaseTtlSeconds",schemaPath:"#/properties/etcd/properties/leaseTtlSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 31536000},message:"must be <= 31536000",schema:31536000,parentSchema:schema11.properties.etcd.properties.leaseTtlSeconds,data:data21};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data21 < 2 || isNaN(data21)){
const err41 = {instancePath:instancePath+"/etcd/leaseTtlSeconds",schemaPath:"#/properties/etcd/properties/leaseTtlSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 2},message:"must be >= 2",schema:2,parentSchema:schema11.properties.etcd.properties.leaseTtlSeconds,data:data21};
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
if(data12.renewIntervalSeconds !== undefined && func0.call(data12, "renewIntervalSeconds")){
let data22 = data12.renewIntervalSeconds;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err42 = {instancePath:instancePath+"/etcd/renewIntervalSeconds",schemaPath:"#/properties/etcd/properties/renewIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.renewIntervalSeconds.type,parentSchema:schema11.properties.etcd.properties.renewIntervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 3600 || isNaN(data22)){
const err43 = {instancePath:instancePath+"/etcd/renewIntervalSeconds",schemaPath:"#/properties/etcd/properties/renewIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.etcd.properties.renewIntervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data22 < 1 || isNaN(data22)){
const err44 = {instancePath:instancePath+"/etcd/renewIntervalSeconds",schemaPath:"#/properties/etcd/properties/renewIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.etcd.properties.renewIntervalSeconds,data:data22};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
if(data12.requestTimeoutMs !== undefined && func0.call(data12, "requestTimeoutMs")){
let data23 = data12.requestTimeoutMs;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err45 = {instancePath:instancePath+"/etcd/requestTimeoutMs",schemaPath:"#/properties/etcd/properties/requestTimeoutMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.requestTimeoutMs.type,parentSchema:schema11.properties.etcd.properties.requestTimeoutMs,data:data23};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 60000 || isNaN(data23)){
const err46 = {instancePath:instancePath+"/etcd/requestTimeoutMs",schemaPath:"#/properties/etcd/properties/requestTimeoutMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60000},message:"must be <= 60000",schema:60000,parentSchema:schema11.properties.etcd.properties.requestTimeoutMs,data:data23};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data23 < 100 || isNaN(data23)){
const err47 = {instancePath:instancePath+"/etcd/requestTimeoutMs",schemaPath:"#/properties/etcd/properties/requestTimeoutMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema11.properties.etcd.properties.requestTimeoutMs,data:data23};
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
if(data12.probeIntervalSeconds !== undefined && func0.call(data12, "probeIntervalSeconds")){
let data24 = data12.probeIntervalSeconds;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err48 = {instancePath:instancePath+"/etcd/probeIntervalSeconds",schemaPath:"#/properties/etcd/properties/probeIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.probeIntervalSeconds.type,parentSchema:schema11.properties.etcd.properties.probeIntervalSeconds,data:data24};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 3600 || isNaN(data24)){
const err49 = {instancePath:instancePath+"/etcd/probeIntervalSeconds",schemaPath:"#/properties/etcd/properties/probeIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.etcd.properties.probeIntervalSeconds,data:data24};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data24 < 1 || isNaN(data24)){
const err50 = {instancePath:instancePath+"/etcd/probeIntervalSeconds",schemaPath:"#/properties/etcd/properties/probeIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.etcd.properties.probeIntervalSeconds,data:data24};
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
if(data12.withdrawGuard !== undefined && func0.call(data12, "withdrawGuard")){
let data25 = data12.withdrawGuard;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
for(const key3 of Object.keys(data25)){
if(!(((key3 === "fraction") || (key3 === "atLeast")) || (key3 === "graceSeconds"))){
const err51 = {instancePath:instancePath+"/etcd/withdrawGuard",schemaPath:"#/properties/etcd/properties/withdrawGuard/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.etcd.properties.withdrawGuard,data:data25};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data25.fraction !== undefined && func0.call(data25, "fraction")){
let data26 = data25.fraction;
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 1 || isNaN(data26)){
const err52 = {instancePath:instancePath+"/etcd/withdrawGuard/fraction",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/fraction/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.fraction,data:data26};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(data26 < 0 || isNaN(data26)){
const err53 = {instancePath:instancePath+"/etcd/withdrawGuard/fraction",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/fraction/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.fraction,data:data26};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/etcd/withdrawGuard/fraction",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/fraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema11.properties.etcd.properties.withdrawGuard.properties.fraction.type,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.fraction,data:data26};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data25.atLeast !== undefined && func0.call(data25, "atLeast")){
let data27 = data25.atLeast;
if(!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27)))){
const err55 = {instancePath:instancePath+"/etcd/withdrawGuard/atLeast",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/atLeast/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.withdrawGuard.properties.atLeast.type,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.atLeast,data:data27};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 1000000 || isNaN(data27)){
const err56 = {instancePath:instancePath+"/etcd/withdrawGuard/atLeast",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/atLeast/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000",schema:1000000,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.atLeast,data:data27};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data27 < 0 || isNaN(data27)){
const err57 = {instancePath:instancePath+"/etcd/withdrawGuard/atLeast",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.atLeast,data:data27};
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
if(data25.graceSeconds !== undefined && func0.call(data25, "graceSeconds")){
let data28 = data25.graceSeconds;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err58 = {instancePath:instancePath+"/etcd/withdrawGuard/graceSeconds",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/graceSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.etcd.properties.withdrawGuard.properties.graceSeconds.type,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.graceSeconds,data:data28};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 86400 || isNaN(data28)){
const err59 = {instancePath:instancePath+"/etcd/withdrawGuard/graceSeconds",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/graceSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.graceSeconds,data:data28};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data28 < 0 || isNaN(data28)){
const err60 = {instancePath:instancePath+"/etcd/withdrawGuard/graceSeconds",schemaPath:"#/properties/etcd/properties/withdrawGuard/properties/graceSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.etcd.properties.withdrawGuard.properties.graceSeconds,data:data28};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
}
else {
const err61 = {instancePath:instancePath+"/etcd/withdrawGuard",schemaPath:"#/properties/etcd/properties/withdrawGuard/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.etcd.properties.withdrawGuard.type,parentSchema:schema11.properties.etcd.properties.withdrawGuard,data:data25};
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
const err62 = {instancePath:instancePath+"/etcd",schemaPath:"#/properties/etcd/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.etcd.type,parentSchema:schema11.properties.etcd,data:data12};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.evpn !== undefined && func0.call(data, "evpn")){
let data29 = data.evpn;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if((data29.asn === undefined) || (!(func0.call(data29, "asn")))){
const err63 = {instancePath:instancePath+"/evpn",schemaPath:"#/properties/evpn/required",keyword:"required",params:{missingProperty: "asn"},message:"must have required property '"+"asn"+"'",schema:schema11.properties.evpn.required,parentSchema:schema11.properties.evpn,data:data29};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
for(const key4 of Object.keys(data29)){
if(!(((((((key4 === "address") || (key4 === "asn")) || (key4 === "routeTarget")) || (key4 === "routeDistinguisher")) || (key4 === "requestTimeoutMs")) || (key4 === "pollIntervalSeconds")) || (key4 === "withdrawGuard"))){
const err64 = {instancePath:instancePath+"/evpn",schemaPath:"#/properties/evpn/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.evpn,data:data29};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data29.address !== undefined && func0.call(data29, "address")){
let data30 = data29.address;
if(typeof data30 === "string"){
if(!pattern8.test(data30)){
const err65 = {instancePath:instancePath+"/evpn/address",schemaPath:"#/properties/evpn/properties/address/pattern",keyword:"pattern",params:{pattern: "^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$"},message:"must match pattern \""+"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$"+"\"",schema:"^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$",parentSchema:schema11.properties.evpn.properties.address,data:data30};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/evpn/address",schemaPath:"#/properties/evpn/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.evpn.properties.address.type,parentSchema:schema11.properties.evpn.properties.address,data:data30};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data29.asn !== undefined && func0.call(data29, "asn")){
let data31 = data29.asn;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
const err67 = {instancePath:instancePath+"/evpn/asn",schemaPath:"#/properties/evpn/properties/asn/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.evpn.properties.asn.type,parentSchema:schema11.properties.evpn.properties.asn,data:data31};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 4294967294 || isNaN(data31)){
const err68 = {instancePath:instancePath+"/evpn/asn",schemaPath:"#/properties/evpn/properties/asn/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967294},message:"must be <= 4294967294",schema:4294967294,parentSchema:schema11.properties.evpn.properties.asn,data:data31};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data31 < 1 || isNaN(data31)){
const err69 = {instancePath:instancePath+"/evpn/asn",schemaPath:"#/properties/evpn/properties/asn/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.evpn.properties.asn,data:data31};
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
if(data29.routeTarget !== undefined && func0.call(data29, "routeTarget")){
let data32 = data29.routeTarget;
if(typeof data32 !== "string"){
const err70 = {instancePath:instancePath+"/evpn/routeTarget",schemaPath:"#/properties/evpn/properties/routeTarget/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.evpn.properties.routeTarget.type,parentSchema:schema11.properties.evpn.properties.routeTarget,data:data32};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data29.routeDistinguisher !== undefined && func0.call(data29, "routeDistinguisher")){
let data33 = data29.routeDistinguisher;
if(typeof data33 !== "string"){
const err71 = {instancePath:instancePath+"/evpn/routeDistinguisher",schemaPath:"#/properties/evpn/properties/routeDistinguisher/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.evpn.properties.routeDistinguisher.type,parentSchema:schema11.properties.evpn.properties.routeDistinguisher,data:data33};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data29.requestTimeoutMs !== undefined && func0.call(data29, "requestTimeoutMs")){
let data34 = data29.requestTimeoutMs;
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
const err72 = {instancePath:instancePath+"/evpn/requestTimeoutMs",schemaPath:"#/properties/evpn/properties/requestTimeoutMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.evpn.properties.requestTimeoutMs.type,parentSchema:schema11.properties.evpn.properties.requestTimeoutMs,data:data34};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 60000 || isNaN(data34)){
const err73 = {instancePath:instancePath+"/evpn/requestTimeoutMs",schemaPath:"#/properties/evpn/properties/requestTimeoutMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60000},message:"must be <= 60000",schema:60000,parentSchema:schema11.properties.evpn.properties.requestTimeoutMs,data:data34};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(data34 < 100 || isNaN(data34)){
const err74 = {instancePath:instancePath+"/evpn/requestTimeoutMs",schemaPath:"#/properties/evpn/properties/requestTimeoutMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 100},message:"must be >= 100",schema:100,parentSchema:schema11.properties.evpn.properties.requestTimeoutMs,data:data34};
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
if(data29.pollIntervalSeconds !== undefined && func0.call(data29, "pollIntervalSeconds")){
let data35 = data29.pollIntervalSeconds;
if(!(((typeof data35 == "number") && (!(data35 % 1) && !isNaN(data35))) && (isFinite(data35)))){
const err75 = {instancePath:instancePath+"/evpn/pollIntervalSeconds",schemaPath:"#/properties/evpn/properties/pollIntervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.evpn.properties.pollIntervalSeconds.type,parentSchema:schema11.properties.evpn.properties.pollIntervalSeconds,data:data35};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 3600 || isNaN(data35)){
const err76 = {instancePath:instancePath+"/evpn/pollIntervalSeconds",schemaPath:"#/properties/evpn/properties/pollIntervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600",schema:3600,parentSchema:schema11.properties.evpn.properties.pollIntervalSeconds,data:data35};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data35 < 1 || isNaN(data35)){
const err77 = {instancePath:instancePath+"/evpn/pollIntervalSeconds",schemaPath:"#/properties/evpn/properties/pollIntervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.evpn.properties.pollIntervalSeconds,data:data35};
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
if(data29.withdrawGuard !== undefined && func0.call(data29, "withdrawGuard")){
let data36 = data29.withdrawGuard;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
for(const key5 of Object.keys(data36)){
if(!(((key5 === "fraction") || (key5 === "atLeast")) || (key5 === "graceSeconds"))){
const err78 = {instancePath:instancePath+"/evpn/withdrawGuard",schemaPath:"#/properties/evpn/properties/withdrawGuard/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.evpn.properties.withdrawGuard,data:data36};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data36.fraction !== undefined && func0.call(data36, "fraction")){
let data37 = data36.fraction;
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 1 || isNaN(data37)){
const err79 = {instancePath:instancePath+"/evpn/withdrawGuard/fraction",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/fraction/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.fraction,data:data37};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data37 < 0 || isNaN(data37)){
const err80 = {instancePath:instancePath+"/evpn/withdrawGuard/fraction",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/fraction/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.fraction,data:data37};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath:instancePath+"/evpn/withdrawGuard/fraction",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/fraction/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema11.properties.evpn.properties.withdrawGuard.properties.fraction.type,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.fraction,data:data37};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data36.atLeast !== undefined && func0.call(data36, "atLeast")){
let data38 = data36.atLeast;
if(!(((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38))) && (isFinite(data38)))){
const err82 = {instancePath:instancePath+"/evpn/withdrawGuard/atLeast",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/atLeast/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.evpn.properties.withdrawGuard.properties.atLeast.type,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.atLeast,data:data38};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if((typeof data38 == "number") && (isFinite(data38))){
if(data38 > 1000000 || isNaN(data38)){
const err83 = {instancePath:instancePath+"/evpn/withdrawGuard/atLeast",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/atLeast/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000",schema:1000000,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.atLeast,data:data38};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data38 < 0 || isNaN(data38)){
const err84 = {instancePath:instancePath+"/evpn/withdrawGuard/atLeast",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/atLeast/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.atLeast,data:data38};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data36.graceSeconds !== undefined && func0.call(data36, "graceSeconds")){
let data39 = data36.graceSeconds;
if(!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))){
const err85 = {instancePath:instancePath+"/evpn/withdrawGuard/graceSeconds",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/graceSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.evpn.properties.withdrawGuard.properties.graceSeconds.type,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.graceSeconds,data:data39};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 86400 || isNaN(data39)){
const err86 = {instancePath:instancePath+"/evpn/withdrawGuard/graceSeconds",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/graceSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.graceSeconds,data:data39};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data39 < 0 || isNaN(data39)){
const err87 = {instancePath:instancePath+"/evpn/withdrawGuard/graceSeconds",schemaPath:"#/properties/evpn/properties/withdrawGuard/properties/graceSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.evpn.properties.withdrawGuard.properties.graceSeconds,data:data39};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
}
else {
const err88 = {instancePath:instancePath+"/evpn/withdrawGuard",schemaPath:"#/properties/evpn/properties/withdrawGuard/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.evpn.properties.withdrawGuard.type,parentSchema:schema11.properties.evpn.properties.withdrawGuard,data:data36};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/evpn",schemaPath:"#/properties/evpn/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.evpn.type,parentSchema:schema11.properties.evpn,data:data29};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data.segments !== undefined && func0.call(data, "segments")){
let data40 = data.segments;
if(Array.isArray(data40)){
const len2 = data40.length;
for(let i2=0; i2<len2; i2++){
let data41 = data40[i2];
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if((data41.vni === undefined) || (!(func0.call(data41, "vni")))){
const err90 = {instancePath:instancePath+"/segments/" + i2,schemaPath:"#/properties/segments/items/required",keyword:"required",params:{missingProperty: "vni"},message:"must have required property '"+"vni"+"'",schema:schema11.properties.segments.items.required,parentSchema:schema11.properties.segments.items,data:data41};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
for(const key6 of Object.keys(data41)){
if(!(func0.call(schema11.properties.segments.items.properties, key6))){
const err91 = {instancePath:instancePath+"/segments/" + i2,schemaPath:"#/properties/segments/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.segments.items,data:data41};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data41.vni !== undefined && func0.call(data41, "vni")){
let data42 = data41.vni;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err92 = {instancePath:instancePath+"/segments/" + i2+"/vni",schemaPath:"#/properties/segments/items/properties/vni/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.segments.items.properties.vni.type,parentSchema:schema11.properties.segments.items.properties.vni,data:data42};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 16777215 || isNaN(data42)){
const err93 = {instancePath:instancePath+"/segments/" + i2+"/vni",schemaPath:"#/properties/segments/items/properties/vni/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16777215},message:"must be <= 16777215",schema:16777215,parentSchema:schema11.properties.segments.items.properties.vni,data:data42};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(data42 < 1 || isNaN(data42)){
const err94 = {instancePath:instancePath+"/segments/" + i2+"/vni",schemaPath:"#/properties/segments/items/properties/vni/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.segments.items.properties.vni,data:data42};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
if(data41.bridge !== undefined && func0.call(data41, "bridge")){
let data43 = data41.bridge;
if(typeof data43 === "string"){
if(!pattern9.test(data43)){
const err95 = {instancePath:instancePath+"/segments/" + i2+"/bridge",schemaPath:"#/properties/segments/items/properties/bridge/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.segments.items.properties.bridge,data:data43};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
else {
const err96 = {instancePath:instancePath+"/segments/" + i2+"/bridge",schemaPath:"#/properties/segments/items/properties/bridge/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.bridge.type,parentSchema:schema11.properties.segments.items.properties.bridge,data:data43};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data41.vxlan !== undefined && func0.call(data41, "vxlan")){
let data44 = data41.vxlan;
if(typeof data44 === "string"){
if(!pattern9.test(data44)){
const err97 = {instancePath:instancePath+"/segments/" + i2+"/vxlan",schemaPath:"#/properties/segments/items/properties/vxlan/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.segments.items.properties.vxlan,data:data44};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
else {
const err98 = {instancePath:instancePath+"/segments/" + i2+"/vxlan",schemaPath:"#/properties/segments/items/properties/vxlan/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.vxlan.type,parentSchema:schema11.properties.segments.items.properties.vxlan,data:data44};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data41.port !== undefined && func0.call(data41, "port")){
let data45 = data41.port;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err99 = {instancePath:instancePath+"/segments/" + i2+"/port",schemaPath:"#/properties/segments/items/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.segments.items.properties.port.type,parentSchema:schema11.properties.segments.items.properties.port,data:data45};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 65535 || isNaN(data45)){
const err100 = {instancePath:instancePath+"/segments/" + i2+"/port",schemaPath:"#/properties/segments/items/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.segments.items.properties.port,data:data45};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data45 < 1 || isNaN(data45)){
const err101 = {instancePath:instancePath+"/segments/" + i2+"/port",schemaPath:"#/properties/segments/items/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.segments.items.properties.port,data:data45};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
if(data41.gbp !== undefined && func0.call(data41, "gbp")){
let data46 = data41.gbp;
if(typeof data46 !== "boolean"){
const err102 = {instancePath:instancePath+"/segments/" + i2+"/gbp",schemaPath:"#/properties/segments/items/properties/gbp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.segments.items.properties.gbp.type,parentSchema:schema11.properties.segments.items.properties.gbp,data:data46};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data41.overlayNamespace !== undefined && func0.call(data41, "overlayNamespace")){
let data47 = data41.overlayNamespace;
if(typeof data47 === "string"){
if(!pattern11.test(data47)){
const err103 = {instancePath:instancePath+"/segments/" + i2+"/overlayNamespace",schemaPath:"#/properties/segments/items/properties/overlayNamespace/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\u0000]{1,255}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\u0000]{1,255}$",parentSchema:schema11.properties.segments.items.properties.overlayNamespace,data:data47};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
else {
const err104 = {instancePath:instancePath+"/segments/" + i2+"/overlayNamespace",schemaPath:"#/properties/segments/items/properties/overlayNamespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.overlayNamespace.type,parentSchema:schema11.properties.segments.items.properties.overlayNamespace,data:data47};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data41.arpSuppression !== undefined && func0.call(data41, "arpSuppression")){
let data48 = data41.arpSuppression;
if(typeof data48 === "string"){
if(!pattern12.test(data48)){
const err105 = {instancePath:instancePath+"/segments/" + i2+"/arpSuppression",schemaPath:"#/properties/segments/items/properties/arpSuppression/pattern",keyword:"pattern",params:{pattern: "^(proxy|neigh_suppress)$"},message:"must match pattern \""+"^(proxy|neigh_suppress)$"+"\"",schema:"^(proxy|neigh_suppress)$",parentSchema:schema11.properties.segments.items.properties.arpSuppression,data:data48};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
else {
const err106 = {instancePath:instancePath+"/segments/" + i2+"/arpSuppression",schemaPath:"#/properties/segments/items/properties/arpSuppression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.arpSuppression.type,parentSchema:schema11.properties.segments.items.properties.arpSuppression,data:data48};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data41.replicate !== undefined && func0.call(data41, "replicate")){
let data49 = data41.replicate;
if(typeof data49 !== "boolean"){
const err107 = {instancePath:instancePath+"/segments/" + i2+"/replicate",schemaPath:"#/properties/segments/items/properties/replicate/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.segments.items.properties.replicate.type,parentSchema:schema11.properties.segments.items.properties.replicate,data:data49};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data41.gateway !== undefined && func0.call(data41, "gateway")){
let data50 = data41.gateway;
if(typeof data50 !== "string"){
const err108 = {instancePath:instancePath+"/segments/" + i2+"/gateway",schemaPath:"#/properties/segments/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.gateway.type,parentSchema:schema11.properties.segments.items.properties.gateway,data:data50};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data41.mtu !== undefined && func0.call(data41, "mtu")){
let data51 = data41.mtu;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
const err109 = {instancePath:instancePath+"/segments/" + i2+"/mtu",schemaPath:"#/properties/segments/items/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.segments.items.properties.mtu.type,parentSchema:schema11.properties.segments.items.properties.mtu,data:data51};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
const _errs112 = errors;
const _errs113 = errors;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
const err110 = {};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(errors === _errs113){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 67 || isNaN(data51)){
const err111 = {};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
else {
if(data51 < 1 || isNaN(data51)){
const err112 = {};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
}
var valid13 = _errs113 === errors;
if(valid13){
const err113 = {instancePath:instancePath+"/segments/" + i2+"/mtu",schemaPath:"#/properties/segments/items/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.segments.items.properties.mtu.not,parentSchema:schema11.properties.segments.items.properties.mtu,data:data51};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
else {
errors = _errs112;
if(vErrors !== null){
if(_errs112){
vErrors.length = _errs112;
}
else {
vErrors = null;
}
}
}
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 65535 || isNaN(data51)){
const err114 = {instancePath:instancePath+"/segments/" + i2+"/mtu",schemaPath:"#/properties/segments/items/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.segments.items.properties.mtu,data:data51};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(data51 < 0 || isNaN(data51)){
const err115 = {instancePath:instancePath+"/segments/" + i2+"/mtu",schemaPath:"#/properties/segments/items/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.segments.items.properties.mtu,data:data51};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
if(data41.routeTarget !== undefined && func0.call(data41, "routeTarget")){
let data52 = data41.routeTarget;
if(typeof data52 !== "string"){
const err116 = {instancePath:instancePath+"/segments/" + i2+"/routeTarget",schemaPath:"#/properties/segments/items/properties/routeTarget/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.routeTarget.type,parentSchema:schema11.properties.segments.items.properties.routeTarget,data:data52};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data41.routeDistinguisher !== undefined && func0.call(data41, "routeDistinguisher")){
let data53 = data41.routeDistinguisher;
if(typeof data53 !== "string"){
const err117 = {instancePath:instancePath+"/segments/" + i2+"/routeDistinguisher",schemaPath:"#/properties/segments/items/properties/routeDistinguisher/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.segments.items.properties.routeDistinguisher.type,parentSchema:schema11.properties.segments.items.properties.routeDistinguisher,data:data53};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
else {
const err118 = {instancePath:instancePath+"/segments/" + i2,schemaPath:"#/properties/segments/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.segments.items.type,parentSchema:schema11.properties.segments.items,data:data41};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/segments",schemaPath:"#/properties/segments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.segments.type,parentSchema:schema11.properties.segments,data:data40};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.endpointsFile !== undefined && func0.call(data, "endpointsFile")){
let data54 = data.endpointsFile;
if(typeof data54 === "string"){
if(!pattern1.test(data54)){
const err120 = {instancePath:instancePath+"/endpointsFile",schemaPath:"#/properties/endpointsFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.endpointsFile,data:data54};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
else {
const err121 = {instancePath:instancePath+"/endpointsFile",schemaPath:"#/properties/endpointsFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.endpointsFile.type,parentSchema:schema11.properties.endpointsFile,data:data54};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data.underlayInterface !== undefined && func0.call(data, "underlayInterface")){
let data55 = data.underlayInterface;
if(typeof data55 === "string"){
if(!pattern9.test(data55)){
const err122 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.underlayInterface,data:data55};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
else {
const err123 = {instancePath:instancePath+"/underlayInterface",schemaPath:"#/properties/underlayInterface/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayInterface.type,parentSchema:schema11.properties.underlayInterface,data:data55};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data.underlayAddress !== undefined && func0.call(data, "underlayAddress")){
let data56 = data.underlayAddress;
if(typeof data56 !== "string"){
const err124 = {instancePath:instancePath+"/underlayAddress",schemaPath:"#/properties/underlayAddress/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.underlayAddress.type,parentSchema:schema11.properties.underlayAddress,data:data56};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data57 = data.mtu;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
const err125 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data57};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
const _errs127 = errors;
const _errs128 = errors;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
const err126 = {};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(errors === _errs128){
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 > 67 || isNaN(data57)){
const err127 = {};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
else {
if(data57 < 1 || isNaN(data57)){
const err128 = {};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
}
var valid14 = _errs128 === errors;
if(valid14){
const err129 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.mtu.not,parentSchema:schema11.properties.mtu,data:data57};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
else {
errors = _errs127;
if(vErrors !== null){
if(_errs127){
vErrors.length = _errs127;
}
else {
vErrors = null;
}
}
}
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 > 65535 || isNaN(data57)){
const err130 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data57};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if(data57 < 0 || isNaN(data57)){
const err131 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data57};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
if(data.vtepName !== undefined && func0.call(data, "vtepName")){
let data58 = data.vtepName;
if(typeof data58 === "string"){
if(!pattern9.test(data58)){
const err132 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.vtepName,data:data58};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
else {
const err133 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.vtepName.type,parentSchema:schema11.properties.vtepName,data:data58};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data.ipMasq !== undefined && func0.call(data, "ipMasq")){
let data59 = data.ipMasq;
if(typeof data59 !== "boolean"){
const err134 = {instancePath:instancePath+"/ipMasq",schemaPath:"#/properties/ipMasq/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.ipMasq.type,parentSchema:schema11.properties.ipMasq,data:data59};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data.runDir !== undefined && func0.call(data, "runDir")){
let data60 = data.runDir;
if(typeof data60 === "string"){
if(!pattern1.test(data60)){
const err135 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.runDir,data:data60};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
else {
const err136 = {instancePath:instancePath+"/runDir",schemaPath:"#/properties/runDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runDir.type,parentSchema:schema11.properties.runDir,data:data60};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data.stateDir !== undefined && func0.call(data, "stateDir")){
let data61 = data.stateDir;
if(typeof data61 === "string"){
if(!pattern1.test(data61)){
const err137 = {instancePath:instancePath+"/stateDir",schemaPath:"#/properties/stateDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.stateDir,data:data61};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
else {
const err138 = {instancePath:instancePath+"/stateDir",schemaPath:"#/properties/stateDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.stateDir.type,parentSchema:schema11.properties.stateDir,data:data61};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data.subnetFile !== undefined && func0.call(data, "subnetFile")){
let data62 = data.subnetFile;
if(typeof data62 === "string"){
if(!pattern1.test(data62)){
const err139 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.subnetFile,data:data62};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
else {
const err140 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnetFile.type,parentSchema:schema11.properties.subnetFile,data:data62};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(data.apiSocket !== undefined && func0.call(data, "apiSocket")){
let data63 = data.apiSocket;
if(typeof data63 === "string"){
if(!pattern1.test(data63)){
const err141 = {instancePath:instancePath+"/apiSocket",schemaPath:"#/properties/apiSocket/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.apiSocket,data:data63};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
else {
const err142 = {instancePath:instancePath+"/apiSocket",schemaPath:"#/properties/apiSocket/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.apiSocket.type,parentSchema:schema11.properties.apiSocket,data:data63};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data.apiPort !== undefined && func0.call(data, "apiPort")){
let data64 = data.apiPort;
if(!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))){
const err143 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.apiPort.type,parentSchema:schema11.properties.apiPort,data:data64};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 > 65535 || isNaN(data64)){
const err144 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.apiPort,data:data64};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(data64 < 1 || isNaN(data64)){
const err145 = {instancePath:instancePath+"/apiPort",schemaPath:"#/properties/apiPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.apiPort,data:data64};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
if(data.intervalSeconds !== undefined && func0.call(data, "intervalSeconds")){
let data65 = data.intervalSeconds;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
const err146 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.intervalSeconds.type,parentSchema:schema11.properties.intervalSeconds,data:data65};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 > 86400 || isNaN(data65)){
const err147 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema11.properties.intervalSeconds,data:data65};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(data65 < 1 || isNaN(data65)){
const err148 = {instancePath:instancePath+"/intervalSeconds",schemaPath:"#/properties/intervalSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.intervalSeconds,data:data65};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
}
if(data.watchKernel !== undefined && func0.call(data, "watchKernel")){
let data66 = data.watchKernel;
if(typeof data66 !== "boolean"){
const err149 = {instancePath:instancePath+"/watchKernel",schemaPath:"#/properties/watchKernel/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.watchKernel.type,parentSchema:schema11.properties.watchKernel,data:data66};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data.logLevel !== undefined && func0.call(data, "logLevel")){
let data67 = data.logLevel;
if(typeof data67 === "string"){
if(!pattern20.test(data67)){
const err150 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/pattern",keyword:"pattern",params:{pattern: "^(debug|info|warn|error)$"},message:"must match pattern \""+"^(debug|info|warn|error)$"+"\"",schema:"^(debug|info|warn|error)$",parentSchema:schema11.properties.logLevel,data:data67};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
else {
const err151 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.logLevel.type,parentSchema:schema11.properties.logLevel,data:data67};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
}
else {
const err152 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
