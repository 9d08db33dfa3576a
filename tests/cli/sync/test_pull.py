"""`pull`: the account's scenarios become files, its edits come into them, and no work here is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.sync.conftest import DESK

if TYPE_CHECKING:
    import pytest

    from tests.cli.sync.conftest import Shop

# Put together here, so that no scanner takes this file's word for a key.
KEY = "sk-" + "abcdefghij0123456789ABCD"


def test_first_import(shop: Shop) -> None:
    desk = shop.create("Front desk", DESK)
    line = shop.create("support/hot-line", DESK)
    other = shop.create("FRONT DESK", DESK)
    shop.run("numbers", "attach", "+33199000101", desk, "--account", "local", "--yes")

    ended = shop.run("pull")

    assert ended.out == (
        f"new       scenarios/front-desk.yaml  `Front desk` ({desk})\n"
        f"new       scenarios/front-desk-{other}.yaml  `FRONT DESK` ({other})\n"
        "          its name alone would be the file of another scenario\n"
        f"new       scenarios/support/hot-line.yaml  `support/hot-line` ({line})\n"
    )
    assert (shop.root / "callr.yaml").read_text() == (
        "version: 1 # ours\nscenario-settings:\n"
        '  front-desk:\n    name: Front desk\n    numbers:\n      local: ["+33199000101"]\n'
        f"  front-desk-{other}:\n    name: FRONT DESK\n"
    )
    assert shop.read("front-desk") == shop.read("support/hot-line") == DESK
    assert set(shop.kinds().values()) == {"same"}
    assert set(shop.outcomes().values()) == {"same"}


def test_what_is_chosen_by_key_pattern_name_and_sid(shop: Shop) -> None:
    sids = [shop.create(name, DESK) for name in ("One", "Two", "Three", "Four")]

    assert shop.outcomes("Two", sids[0], "th*") == {"one": "new", "three": "new", "two": "new"}
    assert shop.outcomes() == {"one": "same", "two": "same", "three": "same", "four": "new"}
    ended = shop.run("pull", "Fuor", code=64)
    assert ended.err == ("error: the account `local` has no scenario `Fuor`\nhelp: did you mean `Four`?\n")


def test_a_remote_edit_is_taken_and_comments_stay(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.write("other", DESK)
    shop.deploy()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.kinds() == {"desk": "remote-ahead", "other": "same"}
    assert shop.outcomes() == {"desk": "updated", "other": "same"}
    assert shop.read("desk") == DESK.replace("Hello", "Good morning")
    assert shop.outcomes() == {"desk": "same", "other": "same"}


def test_local_work_is_kept(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.write("desk", DESK.replace("Hello", "Good evening"))

    assert shop.kinds() == {"desk": "local-ahead"}
    assert shop.outcomes("--theirs") == {"desk": "ahead"}
    assert "Good evening" in shop.read("desk")


def test_edits_on_both_sides_are_merged(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.write("desk", DESK.replace("$count: 1", "$count: 2"))
    shop.commit()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.kinds() == {"desk": "both"}
    assert "edited on the account" in shop.run("plan").out
    shop.run("deploy", "--account", "local", "--yes", code=3)

    assert shop.outcomes() == {"desk": "merged"}
    assert shop.read("desk") == DESK.replace("$count: 1", "$count: 2").replace("Hello", "Good morning")
    shop.commit()
    assert shop.outcomes() == {"desk": "ahead"}
    # What was merged can be deployed: nobody's edit is overwritten.
    assert "the file has what was edited on the account" in shop.run("plan").out
    shop.run("deploy", "--account", "local", "--yes")
    assert shop.outcomes() == {"desk": "same"}


def test_where_both_meet_nobody_guesses(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    mine = DESK.replace("Hello", "Good evening")
    shop.write("desk", mine)
    shop.commit()
    shop.edit("desk", "Hello", "Good morning")

    ended = shop.run("pull", code=3)
    assert ": changed here and on the account, in the same place\n" in ended.out
    assert "--theirs takes the account's side" in ended.err
    assert shop.read("desk") == mine

    assert shop.outcomes("--conflict-markers", code=3) == {"desk": "conflict"}
    assert shop.read("desk") == DESK.replace(
        "        params: {what: Hello}\n",
        "<<<<<<< this folder\n        params: {what: Good evening}\n||||||| deployed\n"
        "        params: {what: Hello}\n=======\n        params: {what: Good morning}\n"
        ">>>>>>> account local\n",
    )
    shop.git("checkout", "-q", "--", "scenarios")
    assert shop.outcomes("--theirs") == {"desk": "updated"}
    assert shop.read("desk") == DESK.replace("Hello", "Good morning")


def test_what_no_commit_has_is_never_written_over(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.edit("desk", "Hello", "Good morning")
    mine = DESK.replace("$count: 1", "$count: 2")
    shop.write("desk", mine)

    for options in ((), ("--theirs",), ("--conflict-markers",)):
        ended = shop.run("pull", *options, code=3)
        assert (
            ": the file would be written over, and it has changes that no commit has: commit it first\n"
            in (ended.out)
        )
        assert shop.read("desk") == mine
    shop.git("add", "-A")
    shop.run("pull", code=3)
    shop.commit()
    assert shop.outcomes() == {"desk": "merged"}


def test_a_file_that_no_commit_has_is_not_written_over(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.git("rm", "-q", "--cached", "scenarios/desk.yaml")
    shop.git("commit", "-qm", "x")
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes(code=3) == {"desk": "refused"}


def test_without_git_nothing_is_written_over(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.edit("desk", "Hello", "Good morning")
    (shop.root / ".git").rename(shop.root.parent / f"{shop.root.name}.git")

    assert "it lies in no git repository" in shop.run("pull", code=3).out
    assert shop.read("desk") == DESK


def test_the_account_s_values_stay_out_of_the_file(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    variables: # by account\n      local: {$target: "+33142009999"}\n')
    shop.deploy()
    assert "+33142009999" in shop.script("desk")
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "updated"}
    assert shop.read("desk") == DESK.replace("Hello", "Good morning")
    assert shop.outcomes() == {"desk": "same"}


def test_a_value_edited_on_the_account_goes_into_callr_yaml(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    variables: # by account\n      local: {$target: "+33142009999"} # a\n')
    shop.deploy()
    shop.edit("desk", "+33142009999", "+33142008888")

    ended = shop.run("pull")
    assert "`$target` taken into callr.yaml\n" in ended.out
    assert shop.read("desk") == DESK
    assert (
        (shop.root / "callr.yaml")
        .read_text()
        .endswith('variables: # by account\n      local: {$target: "+33142008888"} # a\n')
    )
    assert shop.outcomes() == {"desk": "same"}


def test_a_value_from_the_environment_is_not_taken(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_NUMBER", "+33142009999")
    shop.write("desk", DESK)
    shop.settings("  desk:\n    variables:\n      local: {$target: '${DESK_NUMBER}'}\n")
    shop.deploy()
    before = (shop.root / "callr.yaml").read_text()
    shop.edit("desk", "+33142009999", "+33142008888")

    ended = shop.run("pull", code=3)
    assert "`$target` has another value on the account" in ended.out
    assert "+33142009999" not in ended.out + ended.err
    assert (shop.root / "callr.yaml").read_text() == before
    assert shop.read("desk") == DESK


def test_secrets_are_not_written(shop: Shop) -> None:
    shop.create("Desk", DESK.replace("Hello", KEY))
    shop.create("Fine", DESK)

    ended = shop.run("pull", code=3)
    assert ": line 9: a key of an AI service stands in the file; " in ended.out
    assert KEY not in ended.out + ended.err
    assert not (shop.root / "scenarios" / "desk.yaml").exists()
    assert shop.read("fine") == DESK
    assert KEY not in (shop.root / "callr.yaml").read_text()

    assert shop.outcomes("--with-secrets") == {"desk": "new", "fine": "same"}
    assert KEY in shop.read("desk")


def test_a_secret_that_git_has_already_stops_nothing(shop: Shop) -> None:
    shop.write("desk", DESK.replace("shop", KEY))
    shop.deploy()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "updated"}


def test_links_are_not_followed(shop: Shop) -> None:
    outside = shop.root.parent / f"{shop.root.name}-outside"
    outside.mkdir()
    (shop.root / "scenarios" / "support").symlink_to(outside, target_is_directory=True)
    shop.create("support/desk", DESK)

    ended = shop.run("pull", code=64)
    assert "leads out of the folder" in ended.err
    (shop.root / "scenarios" / "support").unlink()
    (shop.root / "scenarios" / "inner").mkdir()
    (shop.root / "scenarios" / "support").symlink_to("inner", target_is_directory=True)
    ended = shop.run("pull", code=3)
    assert "a link is in the way" in ended.err
    assert list(outside.iterdir()) == list((shop.root / "scenarios" / "inner").iterdir()) == []


def test_a_marker_line_cannot_name_a_file_elsewhere(shop: Shop) -> None:
    shop.create("Desk", f"{DESK}# callr-actions ../../evil - 0123456789abcdef\n")

    ended = shop.run("pull")
    assert "its marker line names a key that no file can have" in ended.out
    assert shop.read("desk") == DESK
    assert not (shop.root.parent / "evil.yaml").exists()


def test_a_marker_line_on_two_scenarios(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.create("Copy", shop.script("desk"))

    ended = shop.run("pull", code=3)
    assert "name the same file; delete the line in those that are copies" in ended.out
    assert set(shop.kinds().values()) == {"both"}
    assert shop.read("desk") == DESK


def test_what_was_deleted_here_comes_back_only_when_asked(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.git("rm", "-q", "scenarios/desk.yaml")
    shop.commit()

    assert shop.kinds() == {"desk": "gone"}
    assert shop.outcomes() == {"desk": "deleted"}
    assert shop.outcomes("desk") == {"desk": "new"}
    assert shop.read("desk") == DESK


def test_a_file_that_was_moved_is_still_the_same_scenario(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.git("mv", "scenarios/desk.yaml", "scenarios/front.yaml")
    shop.commit()

    assert shop.outcomes() == {"front": "same"}
    drift = shop.json("drift")
    assert [each["field"] for each in drift["rows"][0]["differences"]] == ["name"]


def test_a_name_that_both_have_and_nobody_has_deployed(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.create("desk", DESK.replace("Hello", "Bonjour"))
    shop.commit()

    ended = shop.run("pull", code=3)
    assert ": nothing says which of the two texts is older\n" in ended.out
    assert shop.outcomes("--theirs") == {"desk": "updated"}
    assert "Bonjour" in shop.read("desk")


def test_line_ends_and_byte_order_mark_stay(shop: Shop) -> None:
    (shop.root / ".gitattributes").write_text("* -text\n")
    shop.write("desk", "\ufeff" + DESK.replace("\n", "\r\n"))
    shop.deploy()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "updated"}
    assert shop.read("desk") == "\ufeff" + DESK.replace("Hello", "Good morning").replace("\n", "\r\n")


def test_names_and_numbers_of_the_account_are_shown_and_taken_when_asked(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    numbers:\n      local: ["+33199000101"] # ours\n')
    shop.deploy()
    shop.run("scenarios", "update", "desk", "--name", "Renamed", "--account", "local", "--yes")
    shop.run("numbers", "attach", "+33199000102", "Renamed", "--account", "local", "--yes")

    ended = shop.run("pull")
    assert "its name is `Renamed` on the account; --theirs takes it\n" in ended.out
    assert "its numbers are +33199000101, +33199000102 on the account; --theirs takes them\n" in ended.out
    fields = {each["field"]: each["class"] for each in shop.json("drift")["rows"][0]["differences"]}
    assert fields == {"name": "remote-ahead", "numbers": "remote-ahead"}
    shop.run("pull", "--theirs")
    assert (shop.root / "callr.yaml").read_text() == (
        "version: 1\nscenario-settings:\n  desk:\n    numbers:\n"
        '      local: ["+33199000101", "+33199000102"] # ours\n    name: Renamed\n'
    )
    assert shop.kinds() == {"desk": "same"}


def test_a_number_that_callr_yaml_gives_to_another_scenario_stays_there(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    numbers:\n      local: ["+33199000101"]\n')
    shop.deploy()
    night = shop.create("Night", DESK)
    shop.run("numbers", "attach", "+33199000101", night, "--account", "local", "--yes")
    shop.run("numbers", "attach", "+33199000102", night, "--account", "local", "--yes")

    ended = shop.run("pull", "night")

    assert "callr.yaml gives +33199000101 to another scenario, and keeps doing so\n" in ended.out
    assert (shop.root / "callr.yaml").read_text() == (
        'version: 1\nscenario-settings:\n  desk:\n    numbers:\n      local: ["+33199000101"]\n'
        '  night:\n    name: Night\n    numbers:\n      local: ["+33199000102"]\n'
    )


def test_what_only_the_folder_has_cannot_be_pulled(shop: Shop) -> None:
    shop.write("desk", DESK)
    ended = shop.run("pull", "desk", code=64)
    assert ended.err == (
        "error: the account `local` does not have `desk`, so there is nothing to pull\n"
        "help: `callr-actions deploy` makes it there\n"
    )


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.create("Desk", DESK)

    assert shop.outcomes("--dry-run") == {"desk": "new"}
    assert (shop.root / "callr.yaml").read_text() == "version: 1 # ours\n"
    assert not (shop.root / "scenarios" / "desk.yaml").exists()


def test_a_full_disk_changes_no_file(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    shop.create("One", DESK)
    shop.create("Two", DESK)
    written: list[int] = []

    def fsync(handle: int) -> None:
        written.append(handle)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("callr_actions.sync.staged_files.os.fsync", fsync)
    ended = shop.run("pull", code=64)
    assert ended.err == "error: scenarios/two.yaml: cannot be written: no space left on device\n"
    assert (shop.root / "callr.yaml").read_text() == "version: 1 # ours\n"
    assert [path.name for path in (shop.root / "scenarios").iterdir() if path.is_file()] == []


def test_theirs_and_markers_do_not_go_together(shop: Shop) -> None:
    shop.run("pull", "--theirs", "--conflict-markers", code=64)


def test_a_newer_commit_of_somebody_else_was_deployed(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.deploy()
    shop.write("desk", DESK.replace("Hello", "Good evening"))
    shop.deploy()
    theirs = shop.git("rev-parse", "--short=12", "HEAD")
    shop.git("reset", "-q", "--hard", "HEAD~1")

    ended = shop.run("pull")
    assert ended.out.endswith(
        f": deployed from the commit {theirs}, which is not behind this folder: `git pull`\n"
    )
    assert shop.read("desk") == DESK
    assert shop.kinds() == {"desk": "remote-ahead"}


def test_a_text_that_was_deployed_before_it_was_committed_is_found_in_the_history(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.run("deploy", "--account", "local", "--yes", "--quiet")
    assert shop.script("desk").splitlines()[-1].startswith("# callr-actions desk - ")
    shop.commit()
    shop.write("desk", DESK.replace("$count: 1", "$count: 2"))
    shop.commit()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "merged"}


def test_values_that_callr_yaml_had_at_the_deploy(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    variables:\n      local: {$target: "+33142009999"}\n')
    shop.deploy()
    shop.settings("  desk:\n    variables:\n      local: {$count: 5}\n")
    shop.commit()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "merged"}
    assert shop.read("desk") == DESK.replace("Hello", "Good morning")


def test_a_value_that_callr_yaml_has_changed_since_is_not_taken_back(shop: Shop) -> None:
    shop.write("desk", DESK)
    shop.settings('  desk:\n    variables:\n      local: {$target: "+33142009999"}\n')
    shop.deploy()
    shop.settings('  desk:\n    variables:\n      local: {$target: "+33142007777"}\n')
    shop.commit()
    shop.edit("desk", "Hello", "Good morning")

    assert shop.outcomes() == {"desk": "merged"}
    assert shop.read("desk") == DESK.replace("Hello", "Good morning")
    assert "+33142007777" in (shop.root / "callr.yaml").read_text()

    shop.git("checkout", "-q", "scenarios")
    shop.edit("desk", "+33142009999", "+33142008888")
    ended = shop.run("pull", code=3)
    assert (
        "`$target` has another value on the account, and callr.yaml as well since the deploy\n" in ended.out
    )
    assert "+33142007777" in (shop.root / "callr.yaml").read_text()
    shop.git("checkout", "-q", "scenarios")
    shop.run("pull", "--theirs")
    assert "+33142008888" in (shop.root / "callr.yaml").read_text()
