# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.keys.vault import KeyDestroyed, KeyMissing, Vault, VaultError, has_vault, open_vault


def test_a_secret_is_drawn_once_and_given_again(vault):
    secret = vault.create("directory")
    assert len(secret) == 32
    assert vault.get("directory") == vault.ensure("directory") == secret


def test_two_secrets_differ(vault):
    assert vault.ensure("case/1") != vault.ensure("case/2")


def test_a_name_is_taken_once(vault):
    vault.create("directory")
    with pytest.raises(VaultError, match="already"):
        vault.create("directory")


def test_an_unknown_secret_is_missing(vault):
    with pytest.raises(KeyMissing):
        vault.get("case/1")


def test_a_destroyed_secret_never_comes_back(vault):
    vault.create("case/1")
    vault.destroy("case/1")
    for ask in (vault.get, vault.create, vault.ensure):
        with pytest.raises(KeyDestroyed):
            ask("case/1")


def test_a_name_can_be_barred_before_it_had_a_secret(vault):
    vault.destroy("case/1")
    with pytest.raises(KeyDestroyed):
        vault.ensure("case/1")


def test_no_file_holds_a_destroyed_secret(vault, tmp_path):
    secret = vault.create("case/1")
    files = sorted((tmp_path / "keys").iterdir())
    assert any(secret in file.read_bytes() for file in files)
    vault.destroy("case/1")
    assert not any(secret in file.read_bytes() for file in (tmp_path / "keys").iterdir())


def test_only_its_owner_may_read_the_vault(vault, tmp_path):
    vault.create("case/1")
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "keys").iterdir())
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_vault_that_others_may_read_is_refused(vault, tmp_path):
    path = tmp_path / "keys" / "vault.sqlite3"
    path.chmod(0o640)
    with pytest.raises(VaultError, match="chmod 600"):
        Vault(path)


def test_a_second_process_finds_the_same_secrets(vault, tmp_path):
    assert Vault(tmp_path / "keys" / "vault.sqlite3").ensure("directory") == vault.get("directory")


def test_a_vault_shows_nothing_when_it_is_printed(vault):
    assert repr(vault) == "Vault()"


def test_the_installations_vault_lies_in_its_home(tmp_path, monkeypatch):
    from mendsky.runtime import settings as installation

    monkeypatch.setattr(installation, "HOME", tmp_path)
    open_vault().create("directory")
    assert (tmp_path / "keys" / "vault.sqlite3").exists()


def test_asking_for_the_installations_vault_makes_none(tmp_path, monkeypatch):
    from mendsky.runtime import settings

    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert not has_vault()
    open_vault()
    assert has_vault()
