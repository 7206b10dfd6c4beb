# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: E501 - lines as the scanners write them
"""One file of each format as its scanner writes it, with a text of the test's own wherever one may stand."""

import json

ORIGIN = "http://yb.example.test:8080"
SEEN = "2015-03-02T04:05:06Z"


def nuclei(planted="", *, origin=ORIGIN):
    result = {
        "template": "http/vulnerabilities/sqli.yaml",
        "template-id": "error-based-sql-injection",
        "template-path": f"/templates/{planted}",
        "info": {
            "name": f"Error based SQL injection {planted}",
            "author": [planted or "somebody"],
            "tags": ["sqli", planted],
            "description": planted,
            "severity": "critical",
            "classification": {"cve-id": None, "cwe-id": ["cwe-89"]},
        },
        "matcher-name": planted,
        "type": "http",
        "host": f"{origin}",
        "matched-at": f"{origin}/yb/query?id={planted}&page=1",
        "extracted-results": [planted],
        "request": f"GET /yb/query?id={planted} HTTP/1.1",
        "response": f"HTTP/1.1 200 OK\r\n\r\n{planted}",
        "ip": "127.0.0.1",
        "timestamp": "2015-03-02T12:05:06.123456789+08:00",
        "curl-command": f"curl '{origin}/?id={planted}'",
        "matcher-status": True,
        "meta": {planted or "name": planted},
    }
    return json.dumps(result).encode() + b"\n"


def sarif(planted="", *, origin=ORIGIN):
    run = {
        "tool": {
            "driver": {
                "name": "Scanner",
                "semanticVersion": "1.2.3",
                "informationUri": planted,
                "rules": [
                    {
                        "id": "R1",
                        "name": "DirectoryListing",
                        "shortDescription": {"text": f"Directory listing {planted}"},
                        "fullDescription": {"text": planted},
                        "help": {"text": planted},
                        "properties": {"tags": ["security", "external/cwe/cwe-548", planted]},
                    }
                ],
            }
        },
        "invocations": [{"executionSuccessful": True, "endTimeUtc": SEEN, "commandLine": planted}],
        "originalUriBaseIds": {"SITE": {"uri": f"{origin}/"}},
        "results": [
            {
                "ruleId": "R1",
                "ruleIndex": 0,
                "level": "error",
                "message": {"text": planted},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": f"backup/?who={planted}", "uriBaseId": "SITE"},
                            "region": {"snippet": {"text": planted}},
                        }
                    }
                ],
                "webRequest": {"method": "GET", "parameters": {"id": planted}, "body": {"text": planted}},
                "webResponse": {"body": {"text": planted}},
                "partialFingerprints": {"primary": planted},
            }
        ],
        "artifacts": [{"contents": {"text": planted}}],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document).encode()


def zap(planted="", *, origin=ORIGIN):
    alert = {
        "pluginid": "40018",
        "alertRef": "40018-1",
        "alert": "SQL Injection",
        "name": f"SQL Injection {planted}",
        "riskcode": "3",
        "confidence": "2",
        "riskdesc": "High (Medium)",
        "desc": f"<p>{planted}</p>",
        "instances": [
            {
                "uri": f"{origin}/yb/query?id={planted}",
                "nodeName": planted,
                "method": "GET",
                "param": "id",
                "attack": f"{planted}' OR '1'='1",
                "evidence": planted,
                "otherinfo": planted,
                "request-body": planted,
                "response-body": planted,
            }
        ],
        "otherinfo": planted,
        "solution": planted,
        "reference": planted,
        "cweid": "89",
    }
    document = {
        "@programName": "ZAP",
        "@version": "2.16.1",
        "@generated": "Mon, 2 Mar 2015 12:05:06",
        "created": SEEN,
        "site": [{"@name": origin, "@host": "yb.example.test", "@port": "8080", "alerts": [alert]}],
    }
    return json.dumps(document).encode()


def zap_xml(planted="", *, origin=ORIGIN):
    return f"""<?xml version="1.0"?>
<OWASPZAPReport programName="ZAP" version="2.16.1" generated="Mon, 2 Mar 2015 12:05:06" created="{SEEN}">
<site name="{origin}" host="yb.example.test" port="8080" ssl="false"><alerts><alertitem>
<pluginid>40018</pluginid><alertRef>40018</alertRef><alert>SQL Injection</alert>
<name>SQL Injection {planted}</name><riskcode>3</riskcode><confidence>2</confidence>
<riskdesc>High (Medium)</riskdesc><desc>&lt;p&gt;{planted}</desc><instances><instance>
<uri>{origin}/yb/query?id={planted}</uri><method>GET</method><param>id</param><attack>{planted}</attack>
<evidence>{planted}</evidence><otherinfo>{planted}</otherinfo><responsebody>{planted}</responsebody>
</instance></instances><count>1</count><solution>{planted}</solution><cweid>89</cweid></alertitem></alerts></site>
</OWASPZAPReport>""".encode()


def openvas(planted="", *, host="yb.example.test", port="8080/tcp"):
    return f"""<report id="r" format_id="f" content_type="text/xml" extension="xml"><owner><name>{planted}</name></owner>
<report id="r"><gmp><version>22.5</version></gmp><results start="1" max="100">
<result id="x"><name>SQL Injection Vulnerability</name><comment>{planted}</comment>
<creation_time>{SEEN}</creation_time>
<detection><result id="y"><details><detail><name>{planted}</name><value>{planted}</value></detail></details></result>
</detection><host>127.0.0.1<asset asset_id="a"/><hostname>{host}</hostname></host><port>{port}</port>
<nvt oid="1.3.6.1.4.1.25623.1.0.100001"><type>nvt</type><name>Web form SQL Injection Vulnerability {planted}</name>
<tags>summary={planted}|impact={planted}</tags><refs><ref type="url" id="{planted}"/></refs></nvt>
<threat>High</threat><severity>7.5</severity><description>{planted}</description></result>
<result id="z"><host>127.0.0.1</host><port>general/tcp</port><nvt oid="1.3.6.1.4.1.25623.1.0.100002"/>
<threat>Log</threat><description>{planted}</description></result>
</results></report></report>""".encode()


def wapiti(planted="", *, origin=ORIGIN):
    document = {
        "classifications": {"SQL Injection": {"desc": planted, "sol": planted, "ref": {}, "wstg": []}},
        "vulnerabilities": {
            "Backup file": [],
            "SQL Injection": [
                {
                    "method": "GET",
                    "path": f"/yb/query?id={planted}",
                    "info": f"SQL Injection via {planted}",
                    "level": 4,
                    "parameter": "id",
                    "referer": f"{origin}/?{planted}",
                    "module": "sql",
                    "http_request": f"GET /yb/query?id={planted} HTTP/1.1",
                    "curl_command": f"curl {planted}",
                    "wstg": ["WSTG-INPV-05"],
                    "detail": {"response": {"body": planted}},
                }
            ],
        },
        "anomalies": {"Internal Server Error": [{"path": "/", "info": planted, "level": 3}]},
        "additionals": {},
        "infos": {
            "target": f"{origin}/",
            "date": "Mon, 02 Mar 2015 04:05:06 +0000",
            "version": "Wapiti 3.2.4",
            "scope": "folder",
            "auth": {"login": planted},
        },
    }
    return json.dumps(document).encode()


def nmap(planted="", *, host="yb.example.test", port=8080):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
<!-- {planted} -->
<nmaprun scanner="nmap" args="nmap -sV --script http-* {planted}" start="1425269106" version="7.95">
<host starttime="1425269100" endtime="1425269106"><status state="up"/><address addr="127.0.0.1" addrtype="ipv4"/>
<address addr="00:00:5E:00:53:01" addrtype="mac" vendor="{planted}"/>
<hostnames><hostname name="{host}" type="user"/></hostnames><ports>
<port protocol="tcp" portid="{port}"><state state="open"/><service name="http" product="{planted}" method="probed"/>
<script id="http-title" output="{planted}"><elem key="title">{planted}</elem></script>
<script id="http-ls" output="Volume /backup/ {planted}"><table key="files"><elem>{planted}</elem></table></script>
<script id="http-vuln-made-up" output="{planted}"><table key="CVE-0000-0000"><elem key="state">VULNERABLE</elem>
<elem key="title">{planted}</elem></table></script></port></ports></host>
<runstats><finished time="1425269106"/></runstats></nmaprun>""".encode()


SAMPLES = {
    "nuclei": nuclei,
    "sarif": sarif,
    "zap": zap,
    "openvas": openvas,
    "wapiti": wapiti,
    "nmap": nmap,
}
"""Format → what makes a file of it."""
