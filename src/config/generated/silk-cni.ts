// @ts-nocheck
// Made by `bun src/config/generate.ts` out of the schemas beside this folder: change those, not this.
import type { Validator } from '../fault.ts';
"use strict";
export const validateSilkCni: Validator = validate10;
const schema11 = {"type":"object","title":"silk-cni","description":"an object","properties":{"mtu":{"type":"integer","minimum":0,"maximum":65535,"not":{"type":"integer","minimum":1,"maximum":67},"description":"an integer from 68 (the least for IPv4) to 65535, or 0 to find it out"},"subnet":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"},"subnetFile":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"daemonPort":{"type":"integer","minimum":1,"maximum":65535,"description":"an integer from 1 to 65535"},"dataDir":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"datastore":{"type":"string","pattern":"^/[^\\u0000]*$","description":"an absolute path"},"metadata":{"type":"object","nullable":true,"description":"an object or null","additionalProperties":{}},"ipam":{"type":"object","title":"ipam","description":"an object with a type","properties":{"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""}},"required":["type"],"additionalProperties":true},"dns":{"type":"object","title":"dns","description":"an object of nameservers, domain, search and options","properties":{"nameservers":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"domain":{"type":"string","description":"a text"},"search":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"options":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}}},"required":[],"additionalProperties":true},"args":{"type":"object","title":"args","description":"an object","properties":{"cni":{"type":"object","title":"args.cni","description":"an object","properties":{"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}},"labels":{"type":"array","description":"a list of labels","items":{"type":"object","title":"a label","description":"a label such as {\"key\":\"app\",\"value\":\"web\"}","properties":{"key":{"type":"string","pattern":"[^]","description":"a text that is not empty"},"value":{"type":"string","description":"a text"}},"required":["key","value"],"additionalProperties":true}}},"required":[],"additionalProperties":true}},"required":[],"additionalProperties":true},"runtimeConfig":{"type":"object","title":"runtimeConfig","description":"an object","properties":{"ips":{"type":"array","description":"a list of addresses","items":{"type":"string","description":"an address, or one with its prefix length"}},"ipRanges":{"type":"array","description":"a list of range sets, each a list of ranges","items":{"type":"array","minItems":1,"description":"a list of one or more ranges","items":{"type":"object","title":"a range","description":"a range such as {\"subnet\":\"10.255.30.0/24\"}","properties":{"subnet":{"type":"string","description":"a prefix such as 10.255.30.0/24"},"rangeStart":{"type":"string","description":"an IPv4 or IPv6 address"},"rangeEnd":{"type":"string","description":"an IPv4 or IPv6 address"},"gateway":{"type":"string","description":"an IPv4 or IPv6 address"}},"required":["subnet"],"additionalProperties":false}}},"dns":{"type":"object","title":"runtimeConfig.dns","description":"an object of servers, searches and options","properties":{"servers":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"searches":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}},"options":{"type":"array","description":"a list of texts","items":{"type":"string","description":"a text"}}},"required":[],"additionalProperties":false},"mac":{"not":{},"description":"the MAC is derived from the address"},"portMappings":{"not":{},"description":"chain portmap after silk-cni"},"bandwidth":{"not":{},"description":"chain bandwidth after silk-cni"}},"required":[],"additionalProperties":false},"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_.-]*$","description":"a letter or digit, then letters, digits, \"_\", \".\" or \"-\""},"type":{"type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$","description":"the name of a plugin, without \"/\" or \"\\\""},"cniVersion":{"type":"string","description":"a CNI version such as \"1.0.0\""},"cniVersions":{"type":"array","description":"a list of CNI versions","items":{"type":"string","description":"a CNI version such as \"1.0.0\""}},"ipMasq":{"type":"boolean","description":"true or false"},"noMasquerade":{"type":"array","description":"a list of IPv4 prefixes","items":{"type":"string","description":"an IPv4 prefix such as 10.255.30.0/24"}},"vtepName":{"type":"string","pattern":"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$","description":"1 to 15 ASCII characters without \"/\", \":\", \"%\" or white space"},"prevResult":{},"capabilities":{},"disableCheck":{},"disableGC":{},"loadOnlyInlinedPlugins":{}},"required":["name","type"],"patternProperties":{"^cni\\.dev/":{}},"additionalProperties":false};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^cni\\.dev/", "u");
const pattern1 = new RegExp("^/[^\\u0000]*$", "u");
const pattern4 = new RegExp("^(?!\\.{1,2}$)[^/\\\\\\u0000]+$", "u");
const pattern5 = new RegExp("[^]", "u");
const pattern6 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u");
const pattern8 = new RegExp("^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$", "u");

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
if(data.mtu !== undefined && func0.call(data, "mtu")){
let data0 = data.mtu;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err3 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.mtu.type,parentSchema:schema11.properties.mtu,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
const _errs4 = errors;
const _errs5 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(errors === _errs5){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 67 || isNaN(data0)){
const err5 = {};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
else {
if(data0 < 1 || isNaN(data0)){
const err6 = {};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
var valid1 = _errs5 === errors;
if(valid1){
const err7 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.mtu.not,parentSchema:schema11.properties.mtu,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 65535 || isNaN(data0)){
const err8 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.mtu,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data0 < 0 || isNaN(data0)){
const err9 = {instancePath:instancePath+"/mtu",schemaPath:"#/properties/mtu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.mtu,data:data0};
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
if(data.subnet !== undefined && func0.call(data, "subnet")){
let data1 = data.subnet;
if(typeof data1 !== "string"){
const err10 = {instancePath:instancePath+"/subnet",schemaPath:"#/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnet.type,parentSchema:schema11.properties.subnet,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.subnetFile !== undefined && func0.call(data, "subnetFile")){
let data2 = data.subnetFile;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err11 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.subnetFile,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/subnetFile",schemaPath:"#/properties/subnetFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.subnetFile.type,parentSchema:schema11.properties.subnetFile,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.daemonPort !== undefined && func0.call(data, "daemonPort")){
let data3 = data.daemonPort;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err13 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.daemonPort.type,parentSchema:schema11.properties.daemonPort,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 65535 || isNaN(data3)){
const err14 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema11.properties.daemonPort,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err15 = {instancePath:instancePath+"/daemonPort",schemaPath:"#/properties/daemonPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.daemonPort,data:data3};
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
if(data.dataDir !== undefined && func0.call(data, "dataDir")){
let data4 = data.dataDir;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err16 = {instancePath:instancePath+"/dataDir",schemaPath:"#/properties/dataDir/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.dataDir,data:data4};
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
const err17 = {instancePath:instancePath+"/dataDir",schemaPath:"#/properties/dataDir/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dataDir.type,parentSchema:schema11.properties.dataDir,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.datastore !== undefined && func0.call(data, "datastore")){
let data5 = data.datastore;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err18 = {instancePath:instancePath+"/datastore",schemaPath:"#/properties/datastore/pattern",keyword:"pattern",params:{pattern: "^/[^\\u0000]*$"},message:"must match pattern \""+"^/[^\\u0000]*$"+"\"",schema:"^/[^\\u0000]*$",parentSchema:schema11.properties.datastore,data:data5};
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
const err19 = {instancePath:instancePath+"/datastore",schemaPath:"#/properties/datastore/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.datastore.type,parentSchema:schema11.properties.datastore,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.metadata !== undefined && func0.call(data, "metadata")){
let data6 = data.metadata;
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err20 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.metadata.type,parentSchema:schema11.properties.metadata,data:data6};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.ipam !== undefined && func0.call(data, "ipam")){
let data7 = data.ipam;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.type === undefined) || (!(func0.call(data7, "type")))){
const err21 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema11.properties.ipam.required,parentSchema:schema11.properties.ipam,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data7.type !== undefined && func0.call(data7, "type")){
let data8 = data7.type;
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
const err22 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.ipam.properties.type,data:data8};
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
const err23 = {instancePath:instancePath+"/ipam/type",schemaPath:"#/properties/ipam/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.ipam.properties.type.type,parentSchema:schema11.properties.ipam.properties.type,data:data8};
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
const err24 = {instancePath:instancePath+"/ipam",schemaPath:"#/properties/ipam/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.ipam.type,parentSchema:schema11.properties.ipam,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.dns !== undefined && func0.call(data, "dns")){
let data9 = data.dns;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.nameservers !== undefined && func0.call(data9, "nameservers")){
let data10 = data9.nameservers;
if(Array.isArray(data10)){
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
let data11 = data10[i0];
if(typeof data11 !== "string"){
const err25 = {instancePath:instancePath+"/dns/nameservers/" + i0,schemaPath:"#/properties/dns/properties/nameservers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.nameservers.items.type,parentSchema:schema11.properties.dns.properties.nameservers.items,data:data11};
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
const err26 = {instancePath:instancePath+"/dns/nameservers",schemaPath:"#/properties/dns/properties/nameservers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.nameservers.type,parentSchema:schema11.properties.dns.properties.nameservers,data:data10};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data9.domain !== undefined && func0.call(data9, "domain")){
let data12 = data9.domain;
if(typeof data12 !== "string"){
const err27 = {instancePath:instancePath+"/dns/domain",schemaPath:"#/properties/dns/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.domain.type,parentSchema:schema11.properties.dns.properties.domain,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data9.search !== undefined && func0.call(data9, "search")){
let data13 = data9.search;
if(Array.isArray(data13)){
const len1 = data13.length;
for(let i1=0; i1<len1; i1++){
let data14 = data13[i1];
if(typeof data14 !== "string"){
const err28 = {instancePath:instancePath+"/dns/search/" + i1,schemaPath:"#/properties/dns/properties/search/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.search.items.type,parentSchema:schema11.properties.dns.properties.search.items,data:data14};
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
const err29 = {instancePath:instancePath+"/dns/search",schemaPath:"#/properties/dns/properties/search/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.search.type,parentSchema:schema11.properties.dns.properties.search,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data9.options !== undefined && func0.call(data9, "options")){
let data15 = data9.options;
if(Array.isArray(data15)){
const len2 = data15.length;
for(let i2=0; i2<len2; i2++){
let data16 = data15[i2];
if(typeof data16 !== "string"){
const err30 = {instancePath:instancePath+"/dns/options/" + i2,schemaPath:"#/properties/dns/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.dns.properties.options.items.type,parentSchema:schema11.properties.dns.properties.options.items,data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/dns/options",schemaPath:"#/properties/dns/properties/options/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.dns.properties.options.type,parentSchema:schema11.properties.dns.properties.options,data:data15};
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
else {
const err32 = {instancePath:instancePath+"/dns",schemaPath:"#/properties/dns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.dns.type,parentSchema:schema11.properties.dns,data:data9};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.args !== undefined && func0.call(data, "args")){
let data17 = data.args;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.cni !== undefined && func0.call(data17, "cni")){
let data18 = data17.cni;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.ips !== undefined && func0.call(data18, "ips")){
let data19 = data18.ips;
if(Array.isArray(data19)){
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(typeof data20 !== "string"){
const err33 = {instancePath:instancePath+"/args/cni/ips/" + i3,schemaPath:"#/properties/args/properties/cni/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.args.properties.cni.properties.ips.items.type,parentSchema:schema11.properties.args.properties.cni.properties.ips.items,data:data20};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/args/cni/ips",schemaPath:"#/properties/args/properties/cni/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.args.properties.cni.properties.ips.type,parentSchema:schema11.properties.args.properties.cni.properties.ips,data:data19};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data18.labels !== undefined && func0.call(data18, "labels")){
let data21 = data18.labels;
if(Array.isArray(data21)){
const len4 = data21.length;
for(let i4=0; i4<len4; i4++){
let data22 = data21[i4];
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if((data22.key === undefined) || (!(func0.call(data22, "key")))){
const err35 = {instancePath:instancePath+"/args/cni/labels/" + i4,schemaPath:"#/properties/args/properties/cni/properties/labels/items/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema11.properties.args.properties.cni.properties.labels.items.required,parentSchema:schema11.properties.args.properties.cni.properties.labels.items,data:data22};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if((data22.value === undefined) || (!(func0.call(data22, "value")))){
const err36 = {instancePath:instancePath+"/args/cni/labels/" + i4,schemaPath:"#/properties/args/properties/cni/properties/labels/items/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'",schema:schema11.properties.args.properties.cni.properties.labels.items.required,parentSchema:schema11.properties.args.properties.cni.properties.labels.items,data:data22};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data22.key !== undefined && func0.call(data22, "key")){
let data23 = data22.key;
if(typeof data23 === "string"){
if(!pattern5.test(data23)){
const err37 = {instancePath:instancePath+"/args/cni/labels/" + i4+"/key",schemaPath:"#/properties/args/properties/cni/properties/labels/items/properties/key/pattern",keyword:"pattern",params:{pattern: "[^]"},message:"must match pattern \""+"[^]"+"\"",schema:"[^]",parentSchema:schema11.properties.args.properties.cni.properties.labels.items.properties.key,data:data23};
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
const err38 = {instancePath:instancePath+"/args/cni/labels/" + i4+"/key",schemaPath:"#/properties/args/properties/cni/properties/labels/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.args.properties.cni.properties.labels.items.properties.key.type,parentSchema:schema11.properties.args.properties.cni.properties.labels.items.properties.key,data:data23};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data22.value !== undefined && func0.call(data22, "value")){
let data24 = data22.value;
if(typeof data24 !== "string"){
const err39 = {instancePath:instancePath+"/args/cni/labels/" + i4+"/value",schemaPath:"#/properties/args/properties/cni/properties/labels/items/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.args.properties.cni.properties.labels.items.properties.value.type,parentSchema:schema11.properties.args.properties.cni.properties.labels.items.properties.value,data:data24};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/args/cni/labels/" + i4,schemaPath:"#/properties/args/properties/cni/properties/labels/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.properties.cni.properties.labels.items.type,parentSchema:schema11.properties.args.properties.cni.properties.labels.items,data:data22};
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
else {
const err41 = {instancePath:instancePath+"/args/cni/labels",schemaPath:"#/properties/args/properties/cni/properties/labels/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.args.properties.cni.properties.labels.type,parentSchema:schema11.properties.args.properties.cni.properties.labels,data:data21};
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
const err42 = {instancePath:instancePath+"/args/cni",schemaPath:"#/properties/args/properties/cni/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.properties.cni.type,parentSchema:schema11.properties.args.properties.cni,data:data18};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.args.type,parentSchema:schema11.properties.args,data:data17};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.runtimeConfig !== undefined && func0.call(data, "runtimeConfig")){
let data25 = data.runtimeConfig;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
for(const key1 of Object.keys(data25)){
if(!((((((key1 === "ips") || (key1 === "ipRanges")) || (key1 === "dns")) || (key1 === "mac")) || (key1 === "portMappings")) || (key1 === "bandwidth"))){
const err44 = {instancePath:instancePath+"/runtimeConfig",schemaPath:"#/properties/runtimeConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig,data:data25};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data25.ips !== undefined && func0.call(data25, "ips")){
let data26 = data25.ips;
if(Array.isArray(data26)){
const len5 = data26.length;
for(let i5=0; i5<len5; i5++){
let data27 = data26[i5];
if(typeof data27 !== "string"){
const err45 = {instancePath:instancePath+"/runtimeConfig/ips/" + i5,schemaPath:"#/properties/runtimeConfig/properties/ips/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ips.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ips.items,data:data27};
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
const err46 = {instancePath:instancePath+"/runtimeConfig/ips",schemaPath:"#/properties/runtimeConfig/properties/ips/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ips.type,parentSchema:schema11.properties.runtimeConfig.properties.ips,data:data26};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data25.ipRanges !== undefined && func0.call(data25, "ipRanges")){
let data28 = data25.ipRanges;
if(Array.isArray(data28)){
const len6 = data28.length;
for(let i6=0; i6<len6; i6++){
let data29 = data28[i6];
if(Array.isArray(data29)){
if(data29.length < 1){
const err47 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data29};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
const len7 = data29.length;
for(let i7=0; i7<len7; i7++){
let data30 = data29[i7];
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if((data30.subnet === undefined) || (!(func0.call(data30, "subnet")))){
const err48 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/required",keyword:"required",params:{missingProperty: "subnet"},message:"must have required property '"+"subnet"+"'",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.required,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data30};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
for(const key2 of Object.keys(data30)){
if(!((((key2 === "subnet") || (key2 === "rangeStart")) || (key2 === "rangeEnd")) || (key2 === "gateway"))){
const err49 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data30};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data30.subnet !== undefined && func0.call(data30, "subnet")){
let data31 = data30.subnet;
if(typeof data31 !== "string"){
const err50 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7+"/subnet",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/subnet/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.subnet,data:data31};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data30.rangeStart !== undefined && func0.call(data30, "rangeStart")){
let data32 = data30.rangeStart;
if(typeof data32 !== "string"){
const err51 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7+"/rangeStart",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeStart/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeStart,data:data32};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data30.rangeEnd !== undefined && func0.call(data30, "rangeEnd")){
let data33 = data30.rangeEnd;
if(typeof data33 !== "string"){
const err52 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7+"/rangeEnd",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/rangeEnd/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.rangeEnd,data:data33};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data30.gateway !== undefined && func0.call(data30, "gateway")){
let data34 = data30.gateway;
if(typeof data34 !== "string"){
const err53 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7+"/gateway",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/properties/gateway/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.properties.gateway,data:data34};
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
const err54 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6+"/" + i7,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items.items,data:data30};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/runtimeConfig/ipRanges/" + i6,schemaPath:"#/properties/runtimeConfig/properties/ipRanges/items/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.items.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges.items,data:data29};
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
const err56 = {instancePath:instancePath+"/runtimeConfig/ipRanges",schemaPath:"#/properties/runtimeConfig/properties/ipRanges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.ipRanges.type,parentSchema:schema11.properties.runtimeConfig.properties.ipRanges,data:data28};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data25.dns !== undefined && func0.call(data25, "dns")){
let data35 = data25.dns;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key3 of Object.keys(data35)){
if(!(((key3 === "servers") || (key3 === "searches")) || (key3 === "options"))){
const err57 = {instancePath:instancePath+"/runtimeConfig/dns",schemaPath:"#/properties/runtimeConfig/properties/dns/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema11.properties.runtimeConfig.properties.dns,data:data35};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data35.servers !== undefined && func0.call(data35, "servers")){
let data36 = data35.servers;
if(Array.isArray(data36)){
const len8 = data36.length;
for(let i8=0; i8<len8; i8++){
let data37 = data36[i8];
if(typeof data37 !== "string"){
const err58 = {instancePath:instancePath+"/runtimeConfig/dns/servers/" + i8,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/servers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.servers.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.servers.items,data:data37};
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
const err59 = {instancePath:instancePath+"/runtimeConfig/dns/servers",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/servers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.servers.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.servers,data:data36};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data35.searches !== undefined && func0.call(data35, "searches")){
let data38 = data35.searches;
if(Array.isArray(data38)){
const len9 = data38.length;
for(let i9=0; i9<len9; i9++){
let data39 = data38[i9];
if(typeof data39 !== "string"){
const err60 = {instancePath:instancePath+"/runtimeConfig/dns/searches/" + i9,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/searches/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.searches.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.searches.items,data:data39};
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
else {
const err61 = {instancePath:instancePath+"/runtimeConfig/dns/searches",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/searches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.searches.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.searches,data:data38};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data35.options !== undefined && func0.call(data35, "options")){
let data40 = data35.options;
if(Array.isArray(data40)){
const len10 = data40.length;
for(let i10=0; i10<len10; i10++){
let data41 = data40[i10];
if(typeof data41 !== "string"){
const err62 = {instancePath:instancePath+"/runtimeConfig/dns/options/" + i10,schemaPath:"#/properties/runtimeConfig/properties/dns/properties/options/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.runtimeConfig.properties.dns.properties.options.items.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.options.items,data:data41};
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
const err63 = {instancePath:instancePath+"/runtimeConfig/dns/options",schemaPath:"#/properties/runtimeConfig/properties/dns/properties/options/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.runtimeConfig.properties.dns.properties.options.type,parentSchema:schema11.properties.runtimeConfig.properties.dns.properties.options,data:data40};
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
const err64 = {instancePath:instancePath+"/runtimeConfig/dns",schemaPath:"#/properties/runtimeConfig/properties/dns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.properties.dns.type,parentSchema:schema11.properties.runtimeConfig.properties.dns,data:data35};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data25.mac !== undefined && func0.call(data25, "mac")){
const err65 = {instancePath:instancePath+"/runtimeConfig/mac",schemaPath:"#/properties/runtimeConfig/properties/mac/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.runtimeConfig.properties.mac.not,parentSchema:schema11.properties.runtimeConfig.properties.mac,data:data25.mac};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data25.portMappings !== undefined && func0.call(data25, "portMappings")){
const err66 = {instancePath:instancePath+"/runtimeConfig/portMappings",schemaPath:"#/properties/runtimeConfig/properties/portMappings/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.runtimeConfig.properties.portMappings.not,parentSchema:schema11.properties.runtimeConfig.properties.portMappings,data:data25.portMappings};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data25.bandwidth !== undefined && func0.call(data25, "bandwidth")){
const err67 = {instancePath:instancePath+"/runtimeConfig/bandwidth",schemaPath:"#/properties/runtimeConfig/properties/bandwidth/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema11.properties.runtimeConfig.properties.bandwidth.not,parentSchema:schema11.properties.runtimeConfig.properties.bandwidth,data:data25.bandwidth};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
else {
const err68 = {instancePath:instancePath+"/runtimeConfig",schemaPath:"#/properties/runtimeConfig/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.runtimeConfig.type,parentSchema:schema11.properties.runtimeConfig,data:data25};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
let data45 = data.name;
if(typeof data45 === "string"){
if(!pattern6.test(data45)){
const err69 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_.-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_.-]*$",parentSchema:schema11.properties.name,data:data45};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
else {
const err70 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.name.type,parentSchema:schema11.properties.name,data:data45};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data.type !== undefined && func0.call(data, "type")){
let data46 = data.type;
if(typeof data46 === "string"){
if(!pattern4.test(data46)){
const err71 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\\\u0000]+$",parentSchema:schema11.properties.type,data:data46};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.type.type,parentSchema:schema11.properties.type,data:data46};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data.cniVersion !== undefined && func0.call(data, "cniVersion")){
let data47 = data.cniVersion;
if(typeof data47 !== "string"){
const err73 = {instancePath:instancePath+"/cniVersion",schemaPath:"#/properties/cniVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersion.type,parentSchema:schema11.properties.cniVersion,data:data47};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data.cniVersions !== undefined && func0.call(data, "cniVersions")){
let data48 = data.cniVersions;
if(Array.isArray(data48)){
const len11 = data48.length;
for(let i11=0; i11<len11; i11++){
let data49 = data48[i11];
if(typeof data49 !== "string"){
const err74 = {instancePath:instancePath+"/cniVersions/" + i11,schemaPath:"#/properties/cniVersions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.cniVersions.items.type,parentSchema:schema11.properties.cniVersions.items,data:data49};
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
const err75 = {instancePath:instancePath+"/cniVersions",schemaPath:"#/properties/cniVersions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.cniVersions.type,parentSchema:schema11.properties.cniVersions,data:data48};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.ipMasq !== undefined && func0.call(data, "ipMasq")){
let data50 = data.ipMasq;
if(typeof data50 !== "boolean"){
const err76 = {instancePath:instancePath+"/ipMasq",schemaPath:"#/properties/ipMasq/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.ipMasq.type,parentSchema:schema11.properties.ipMasq,data:data50};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data.noMasquerade !== undefined && func0.call(data, "noMasquerade")){
let data51 = data.noMasquerade;
if(Array.isArray(data51)){
const len12 = data51.length;
for(let i12=0; i12<len12; i12++){
let data52 = data51[i12];
if(typeof data52 !== "string"){
const err77 = {instancePath:instancePath+"/noMasquerade/" + i12,schemaPath:"#/properties/noMasquerade/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.noMasquerade.items.type,parentSchema:schema11.properties.noMasquerade.items,data:data52};
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
const err78 = {instancePath:instancePath+"/noMasquerade",schemaPath:"#/properties/noMasquerade/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.noMasquerade.type,parentSchema:schema11.properties.noMasquerade,data:data51};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data.vtepName !== undefined && func0.call(data, "vtepName")){
let data53 = data.vtepName;
if(typeof data53 === "string"){
if(!pattern8.test(data53)){
const err79 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$"+"\"",schema:"^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$",parentSchema:schema11.properties.vtepName,data:data53};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath:instancePath+"/vtepName",schemaPath:"#/properties/vtepName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.vtepName.type,parentSchema:schema11.properties.vtepName,data:data53};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
