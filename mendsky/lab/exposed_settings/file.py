# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""What a program leaves lying: its settings as their products write them, or its log."""

from mendsky.lab.exchange import LongFile
from mendsky.lab.files import kept_file, long_file
from mendsky.lab.people import Person
from mendsky.lab.website import Premises

LOG = "log"
KEY = "Hetao-8841"
"""Opens nothing: the databases of the lab are asked by nobody."""
PATHS = {
    "env": ("/.env",),
    "php": ("/config.php.bak",),
    "java": ("/application.yml", "/application.properties"),
    "dotnet": ("/web.config.bak",),
    LOG: ("/logs/access.log", "/error.log"),
}
"""Form → where such a file lies."""
PAGES = {"php": "/zhinan.php", "java": "/zhinan.do", "dotnet": "/zhinan.aspx"}
"""Form → the page by whose address a visitor sees what runs; the others need none."""
REFERENCES = {"env": "${DB_SECRET}", "php": "", "java": "${DB_SECRET}", "dotnet": "#{DbSecret}#"}
"""What stands for the key where it is kept elsewhere."""
SETTINGS = {
    "env": "# synthetic\nAPP_NAME=canbao\nAPP_ENV=production\nAPP_DEBUG=false\nDB_CONNECTION=mysql\n"
    "DB_HOST=10.0.0.12\nDB_PORT=3306\nDB_DATABASE=ybk\nDB_USERNAME=web\nDB_PASSWORD={key}\n"
    "MAIL_HOST=10.0.0.13\n",
    "php": "<?php\n// synthetic\n$db['host'] = '10.0.0.12';\n$db['name'] = 'ybk';\n"
    "$db['password'] = '{key}';\n",
    "java": "# synthetic\nspring:\n  datasource:\n    url: jdbc:mysql://10.0.0.12/ybk\n    username: web\n"
    "    password: {key}\n",
    "dotnet": '<?xml version="1.0"?>\n<!-- synthetic -->\n<configuration><connectionStrings><add name="ybk" '
    'connectionString="Data Source=10.0.0.12;User Id=web;Password={key};"/></connectionStrings>'
    "</configuration>\n",
}


def left(premises: Premises) -> LongFile:
    """Give the file as it was left."""
    form, parameter = premises.fault.form, premises.fault.parameter

    def line(record: int, person: Person) -> str:
        asked = f"GET /cx/grcx?{parameter}={person.resident_id} HTTP/1.1"
        return f'10.0.0.9 - - [02/Mar/2015:08:11:26 +0800] "{asked}" 200 4{record:08d} "-" "synthetic"\n'

    if form == LOG:
        return long_file(premises, "", line)
    return kept_file(SETTINGS[form].format(key=KEY).encode())


def without_keys(premises: Premises) -> LongFile:
    """Give settings whose keys are kept elsewhere, and of a log nothing but its first line."""
    form = premises.fault.form
    if form == LOG:
        return kept_file(b"# synthetic: kept elsewhere\n")
    return kept_file(SETTINGS[form].format(key=REFERENCES[form]).encode())
