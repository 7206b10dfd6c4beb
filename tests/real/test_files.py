# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real servers of files, each open and closed: *undetermined* on a healthy one is a fault of ours."""

import gzip
import os

import pytest

from mendsky.core.terms.answers import Answer
from mendsky.core.terms.probing import Place
from tests.people import resident_id
from tests.real.serving import HOST, look, opened_to_all

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
ROWS = "".join(f"{number},x,{resident_id(number)}\n" for number in range(900))
NOBODY = "year,budget\n" + "2014,17\n" * 20


@pytest.fixture
def public(tmp_path):
    """A folder that a server's own account may read and never write."""
    folder = tmp_path / "public"
    (folder / "pub").mkdir(parents=True)
    opened_to_all(tmp_path)
    (folder / "readme.txt").write_text("made up\n")
    (folder / "pub" / "budget.csv").write_text(NOBODY)
    return folder


@pytest.fixture
def vsftpd(servers, public, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()

    def start(**changes):
        settings = {
            "listen": "YES", "listen_ipv6": "NO", "listen_address": HOST, "background": "NO",
            "anonymous_enable": "YES", "anon_root": public, "local_enable": "YES", "no_anon_password": "NO",
            "secure_chroot_dir": empty, "xferlog_enable": "NO", "seccomp_sandbox": "NO",
            "run_as_launching_user": "NO", "nopriv_user": "nobody",
        }  # fmt: skip
        file = tmp_path / "vsftpd.conf"

        (tmp_path / "passwords").write_text("somebody@office.example\n")

        def command(port):
            lines = {**settings, "listen_port": port, **changes}.items()
            file.write_text("".join(f"{name}={value}\n" for name, value in lines))
            return [str(file)]

        return servers.start("vsftpd", "vsftpd", command)

    return start


FORMS = {
    "an export": ("out/people.csv", ROWS.encode()),
    "a dump": ("backup/db.sql", b"-- a column\n" * 90 + ROWS.encode()),
    "a packed dump": ("backup/db.sql.gz", gzip.compress(ROWS.encode())),
    "a name in another charset": (os.fsdecode("名单/名单.txt".encode("gbk")), ROWS.encode()),
    "a space in its name": ("pub/old lists/all people.txt", ROWS.encode()),
}


def put(public, name, content):
    path = public / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("form", FORMS)
def test_an_ftp_server_open_to_anyone_with_people_is_exposed(vsftpd, public, form):
    put(public, *FORMS[form])
    server = vsftpd()
    seen = look(server, "open-ftp")
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen
    assert seen.records.low <= 900 <= (seen.records.high or 900)
    again = look(server, "open-ftp", places=(seen.place,))
    assert (again.answer, again.place) == (Answer.EXPOSED, seen.place)


@pytest.fixture
def tls(self_signed):
    key, certificate = self_signed
    return {
        "ssl_enable": "YES", "allow_anon_ssl": "YES",
        "rsa_private_key_file": key, "rsa_cert_file": certificate,
    }  # fmt: skip


WANTS_TLS = {
    "for logins and transfers": {"force_anon_logins_ssl": "YES", "force_anon_data_ssl": "YES"},
    "for transfers": {"force_anon_data_ssl": "YES"},
    "for logins": {"force_anon_logins_ssl": "YES"},
    "from the start": {"implicit_ssl": "YES"},
    "no session of before": {"force_anon_logins_ssl": "YES", "require_ssl_reuse": "NO"},
}


@pytest.mark.parametrize("way", WANTS_TLS)
def test_an_ftp_server_that_wants_tls_is_exposed_within_it(vsftpd, public, tls, way):
    put(public, *FORMS["an export"])
    scheme = "ftps" if way == "from the start" else "ftp"
    seen = look(vsftpd(**tls, **WANTS_TLS[way]), "open-ftp", scheme=scheme)
    assert (seen.answer, seen.cause) == (Answer.EXPOSED, None), seen


@pytest.mark.parametrize("way", WANTS_TLS)
def test_an_ftp_server_that_wants_tls_and_has_nobody_in_it_is_no_finding(vsftpd, tls, way):
    scheme = "ftps" if way == "from the start" else "ftp"
    seen = look(vsftpd(**tls, **WANTS_TLS[way]), "open-ftp", scheme=scheme)
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_an_ftp_server_that_lets_nobody_in_within_tls_is_clean(vsftpd, public, tls):
    put(public, *FORMS["an export"])
    local = {"force_local_logins_ssl": "YES", "force_local_data_ssl": "YES"}
    seen = look(vsftpd(**tls, **local, anonymous_enable="NO"), "open-ftp")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


GOOD = {
    "no visitors": {"anonymous_enable": "NO"},
    "a list of passwords": {"secure_email_list_enable": "YES", "email_password_file": "passwords"},
}


@pytest.mark.parametrize("way", GOOD)
def test_an_ftp_server_that_lets_nobody_in_is_clean(vsftpd, public, way):
    put(public, *FORMS["an export"])
    for places in ((), (Place(group="/out/"),)):
        seen = look(vsftpd(**GOOD[way]), "open-ftp", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_an_open_ftp_server_without_people_is_no_finding(vsftpd, public):
    put(public, "pub/picture.iso", bytes(9_000_000))
    put(public, "closed.csv", ROWS.encode())
    (public / "closed.csv").chmod(0o600)
    seen = look(vsftpd(), "open-ftp")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_a_large_file_that_is_not_read_to_its_end_holds_nothing_up(vsftpd, public):
    put(public, "pub/people.csv", b"x" * 50_000_000)
    put(public, "pub/z.sql", ROWS.encode())
    seen = look(vsftpd(), "open-ftp")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/pub/"))


@pytest.fixture
def rsyncd(servers, public, tmp_path):
    def start(**changes):
        secrets = tmp_path / "secrets"
        secrets.write_text("office:made-up-for-a-test\n")
        secrets.chmod(0o600)
        settings = {"path": public, "use chroot": "no", "read only": "yes", **changes}
        lines = "".join(f"  {name} = {value}\n" for name, value in settings.items())
        file = tmp_path / "rsyncd.conf"
        file.write_text(f"motd file = {public}/readme.txt\n[out put]\n  comment = made up\n{lines}")
        return servers.start(
            "rsync",
            "rsync",
            lambda port: ["--daemon", "--no-detach", "--address", HOST, f"--port={port}", f"--config={file}"],
        )

    return start


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"a packed dump"}))
def test_an_rsync_daemon_open_to_anyone_with_people_is_exposed(rsyncd, public, form):
    put(public, *FORMS[form])
    server = rsyncd()
    seen = look(server, "open-rsync")
    assert (seen.answer, seen.cause, seen.place) == (Answer.EXPOSED, None, Place(group="/out%20put/")), seen
    assert seen.records.low <= 900 <= (seen.records.high or 900)
    again = look(server, "open-rsync", places=(seen.place,))
    assert (again.answer, again.place) == (Answer.EXPOSED, seen.place)


GOOD_RSYNC = {
    "a password": {"auth users": "office", "secrets file": "{}/secrets"},
    "other addresses alone": {"hosts allow": "192.0.2.1"},
    "another folder": {"path": "{}/empty"},
}


@pytest.mark.parametrize("way", GOOD_RSYNC)
def test_an_rsync_daemon_that_gives_nobody_anything_is_clean(rsyncd, public, tmp_path, way):
    put(public, *FORMS["an export"])
    (tmp_path / "empty").mkdir()
    server = rsyncd(**{name: value.format(tmp_path) for name, value in GOOD_RSYNC[way].items()})
    for places in ((), (Place(group="/out%20put/"),)):
        seen = look(server, "open-rsync", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_a_module_that_is_not_listed_is_looked_into_where_it_is_known(rsyncd, public):
    put(public, *FORMS["an export"])
    server = rsyncd(list="no")
    assert look(server, "open-rsync").answer is Answer.NOT_EXPOSED
    assert look(server, "open-rsync", places=(Place(group="/out%20put/"),)).answer is Answer.EXPOSED


def test_an_open_rsync_daemon_without_people_is_no_finding(rsyncd, public):
    put(public, "pub/picture.iso", bytes(9_000_000))
    put(public, "pub/empty.csv", b"")
    seen = look(rsyncd(), "open-rsync")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_files_that_the_daemon_may_not_read_hold_nothing_up(rsyncd, public):
    put(public, "closed.csv", ROWS.encode())
    (public / "closed.csv").chmod(0)
    seen = look(rsyncd(uid="nobody", gid="nogroup"), "open-rsync")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


GANESHA = """
NFS_CORE_PARAM {{ NFS_Port = {port}; Bind_addr = {host}; Protocols = 4; Enable_NLM = false;
  Enable_UDP = false; Enable_RQUOTA = false; }}
NFSV4 {{ Graceless = true; RecoveryBackend = fs; RecoveryRoot = {recovery}; Only_Numeric_Owners = true; }}
EXPORT {{ Export_Id = 1; Path = {public}; Pseudo = /srv/public; Squash = All_Squash; FSAL {{ Name = VFS; }}
  {rights} }}
"""


@pytest.fixture
def ganesha(servers, public, tmp_path):
    """It needs to be started by root, as every server of files does that stands before other accounts."""
    (tmp_path / "recovery").mkdir()

    def start(rights):
        def command(port):
            settings = {"port": port, "host": HOST, "recovery": tmp_path / "recovery", "public": public}
            (tmp_path / "ganesha.conf").write_text(GANESHA.format(rights=rights, **settings))
            own = ["-L", str(tmp_path / "ganesha.log"), "-p", str(tmp_path / "ganesha.pid")]
            return ["-F", "-f", str(tmp_path / "ganesha.conf"), *own]

        return servers.start("ganesha.nfsd", "nfs-ganesha-vfs", command)

    return start


ANYONE = "Access_Type = RO; SecType = sys;"
NAMED = "Access_Type = None; SecType = sys; CLIENT {{ Clients = 192.0.2.7; Access_Type = RW; }}"
NFS_FORMS = {"an export": ("people.csv", ROWS), "a dump": ("ry.sql", "-- made up\n" + ROWS)}


@pytest.mark.parametrize("form", NFS_FORMS)
def test_an_nfs_server_that_lets_anyone_in_is_exposed(ganesha, public, form):
    name, text = NFS_FORMS[form]
    (public / "out").mkdir()
    (public / "out" / name).write_text(text)
    seen = look(ganesha(ANYONE), "open-nfs")
    assert (seen.answer, seen.place) == (Answer.EXPOSED, Place(group="/srv/public/out/")), seen
    assert seen.records.low <= 900 <= seen.records.high


@pytest.mark.parametrize(
    "rights",
    [NAMED, "Access_Type = RO; SecType = krb5;", ""],
    ids=["named machines", "Kerberos", "no access"],
)
def test_an_nfs_server_that_lets_nobody_in_is_clean(ganesha, public, rights):
    (public / "people.csv").write_text(ROWS)
    server = ganesha(rights.format())
    for places in ((), (Place(group="/srv/public/"),)):
        seen = look(server, "open-nfs", places=places)
        assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen


def test_an_nfs_server_of_forms_is_no_finding(ganesha):
    seen = look(ganesha(ANYONE), "open-nfs")
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None), seen
