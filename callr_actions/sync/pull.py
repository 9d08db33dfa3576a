"""Pull: an account's scenarios and edits into files; what to write is worked out here, nothing written."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.sync.deployed_text import DeployedTexts
from callr_actions.sync.pairs import pair
from callr_actions.sync.pull_rows import Row, text_of
from callr_actions.sync.pull_safety import without_losses, without_secrets
from callr_actions.sync.pulling import Decision, Outcome, decide
from callr_actions.sync.slugs import Named, folded, is_safe_key, key_of_name, keys_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from callr_actions.masking import Masker
    from callr_actions.project.fill import Wanted
    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.pairs import Pair, Pairs
    from callr_actions.sync.pull_rows import Folder, Wish
    from callr_actions.sync.remote import Remote, RemoteScenario


class Pull:
    """Works out one pull; reads git and nothing else.

    Args:
        folder: the files.
        desired: what they would be on the account.
        remote: the account.
        wish: what is wanted.
        environ: fills the holes of values.
        masker: learns secrets.
    """

    def __init__(
        self,
        folder: Folder,
        desired: Desired,
        remote: Remote,
        wish: Wish,
        *,
        environ: Mapping[str, str],
        masker: Masker,
    ) -> None:
        self._folder = folder
        self._desired = desired
        self._remote = remote
        self._wish = wish
        self._masker = masker
        self._given: set[str] = set()
        self._deployed = DeployedTexts(
            folder.project,
            desired.account,
            folder.git,
            environ=environ,
            masker=masker,
            audio=remote.audio,
        )

    def rows(self) -> tuple[Row, ...]:
        """Return what becomes of each scenario that is wanted, sorted by key.

        Raises:
            CallrActionsError: something is wanted that neither the folder nor the account has.
        """
        pairs = pair(self._desired, self._remote)
        new = self._new_keys(pairs)
        self._check_selection(pairs, new)
        rows = [self._paired(each) for each in pairs.pairs if self._wants(each.scenario.key, each.remote)]
        unpaired = [(new[each.sid], each) for each in (*pairs.orphans, *pairs.strangers)]
        rows += [self._new(remote, key) for key, remote in unpaired if self._wants(key, remote)]
        doubles = pairs.doubles.items()
        rows += [self._double(key, several) for key, several in doubles if self._wants(key, *several)]
        rows.sort(key=lambda row: (row.key, row.sid))
        checked = [without_secrets(row, self._folder, self._wish, self._masker) for row in rows]
        return without_losses(checked, self._folder)

    # Which scenarios are wanted.

    def _wants(self, key: str, *remotes: RemoteScenario) -> bool:
        return not self._wish.selected or any(_means(wanted, key, *remotes) for wanted in self._wish.selected)

    def _check_selection(self, pairs: Pairs, new: Mapping[str, str]) -> None:
        known = [(each.scenario.key, each.remote) for each in pairs.pairs]
        known += [(new[each.sid], each) for each in (*pairs.orphans, *pairs.strangers)]
        known += [(key, each) for key, several in pairs.doubles.items() for each in several]
        for wanted in self._wish.selected:
            if any(_means(wanted, key, remote) for key, remote in known):
                continue
            if any(fnmatchcase(each.key, wanted) for each in pairs.only_here):
                raise CallrActionsError(
                    f"the account `{self._desired.account}` does not have `{wanted}`, so there is nothing to "
                    "pull",
                    hint="`callr-actions deploy` makes it there",
                )
            words = [word for key, remote in known for word in (key, remote.name)]
            near = closest(wanted, words)
            raise CallrActionsError(
                f"the account `{self._desired.account}` has no scenario `{wanted}`",
                hint=f"did you mean `{near}`?"
                if near is not None
                else "name one by its key, its name or its SID; `callr-actions scenarios list` shows them",
            )

    def _asked_for(self, key: str, remote: RemoteScenario) -> bool:
        """Whether it is named itself, and not only by a pattern."""
        return any(wanted in (key, remote.name, remote.sid) for wanted in self._wish.selected)

    def _new_keys(self, pairs: Pairs) -> dict[str, str]:
        """Return keys for all that has no file, by SID."""
        project = self._folder.project
        taken = [*self._folder.texts]
        used = {folded(key) for key in taken}
        # Settings without a file: a pull that was ended between the two, or a file that is still to come.
        waiting = {each.shown_name: key for key, each in project.settings.items() if folded(key) not in used}
        known: dict[str, str] = {}
        for each in (*pairs.orphans, *pairs.strangers):
            key = each.mark.key if each.mark is not None else waiting.get(each.name)
            if key is not None and is_safe_key(key) and folded(key) not in used:
                known[each.sid] = key
                used.add(folded(key))
        wanted = {each.sid for each in (*pairs.orphans, *pairs.strangers)}
        settings = [key for key in project.settings if key not in known.values()]
        named = [Named(each.sid, each.name) for each in self._remote.scenarios if each.sid in wanted]
        return keys_for(named, [*taken, *settings], known=known)

    # What becomes of them.

    def _paired(self, each: Pair) -> Row:
        scenario, remote = each.scenario, each.remote
        text = self._folder.texts[scenario.key]
        assert isinstance(text.content, bytes), "what cannot be read is not desired"
        file = text_of(text.content)
        given = self._folder.project.settings_of(scenario.key).variables.get(self._desired.account, {})
        found = decide(
            each,
            file,
            given,
            lambda: self._deployed.find(scenario.key, self._folder.path(scenario.key), remote.mark),
            theirs=self._wish.theirs,
        )
        reason = found.reason
        if (
            found.outcome is Outcome.AHEAD
            and remote.mark is not None
            and self._deployed.is_elsewhere(remote.mark)
        ):
            reason = (
                f"deployed from the commit {remote.mark.commit}, which is not behind this folder: `git pull`"
            )
        row = Row(
            scenario.key,
            scenario.file,
            remote.sid,
            remote.name,
            found.outcome,
            found.text,
            reason,
            tuple(self._differences(scenario, remote)),
            refused=found.outcome is Outcome.CONFLICT,
        )
        if found.outcome is Outcome.CONFLICT and self._wish.marks and found.merged is not None:
            row = row._replace(text=found.merged.marked("this folder", f"account {self._desired.account}"))
        if self._wish.theirs:
            row = row._replace(settings=self._their_settings(scenario, remote), notes=())
        return self._with_values(row, found, given)

    def _with_values(self, row: Row, found: Decision, given: Mapping[str, object]) -> Row:
        """Take over values of variables that were changed on the account, into callr.yaml."""
        taken: dict[str, Wanted] = {}
        for name, value in found.values.items():
            if name in found.contested:
                note = f"`{name}` has another value on the account, and callr.yaml as well since the deploy"
                row = row._replace(notes=(*row.notes, note), refused=True)
                continue
            if _is_plain(given.get(name)) and _is_plain(value):
                assert isinstance(value, str)
                taken[name] = value
                continue
            note = (
                f"`{name}` has another value on the account, and callr.yaml does not hold it as plain text: "
                "it is not taken"
            )
            row = row._replace(notes=(*row.notes, note), refused=True)
        if taken:
            values: dict[str, Wanted] = {"variables": {self._desired.account: taken}}
            names = ", ".join(f"`{name}`" for name in taken)
            row = row._replace(
                settings={**row.settings, **values}, notes=(*row.notes, f"{names} taken into callr.yaml")
            )
        return row

    def _differences(self, scenario: DesiredScenario, remote: RemoteScenario) -> list[str]:
        notes = []
        if scenario.name != remote.name:
            notes.append(f"its name is `{remote.name}` on the account; --theirs takes it")
        if scenario.numbers is not None and set(scenario.numbers) != set(remote.numbers):
            shown = ", ".join(remote.numbers) or "none"
            notes.append(f"its numbers are {shown} on the account; --theirs takes them")
        return notes

    def _their_settings(self, scenario: DesiredScenario, remote: RemoteScenario) -> dict[str, Wanted]:
        wanted: dict[str, Wanted] = {}
        if scenario.name != remote.name:
            wanted["name"] = remote.name
        if set(scenario.numbers or ()) != set(remote.numbers) and self._has_settings:
            wanted["numbers"] = {self._desired.account: self._free_numbers(scenario.key, remote)}
        return wanted

    def _new(self, remote: RemoteScenario, key: str) -> Row:
        row = Row(key, self._folder.path(key), remote.sid, remote.name, Outcome.NEW, remote.body)
        if remote.mark is not None and not self._asked_for(key, remote) and self._was_here(key):
            reason = f"`callr-actions pull {key}` brings it back"
            return row._replace(outcome=Outcome.DELETED, text=None, reason=reason)
        wanted: dict[str, Wanted] = {}
        if remote.name != self._folder.project.settings_of(key).shown_name:
            wanted["name"] = remote.name
        notes = []
        if remote.numbers and self._has_settings:
            free = self._free_numbers(key, remote)
            if free:
                wanted["numbers"] = {self._desired.account: free}
            if len(free) < len(remote.numbers):
                others = ", ".join(number for number in remote.numbers if number not in free)
                notes.append(f"callr.yaml gives {others} to another scenario, and keeps doing so")
        elif remote.numbers:
            notes.append(
                f"its numbers ({', '.join(remote.numbers)}) are not written down: callr.yaml has no account "
                f"`{self._desired.account}`"
            )
        if remote.mark is not None and not is_safe_key(remote.mark.key):
            notes.append("its marker line names a key that no file can have")
        elif remote.mark is None and any(
            each.name == remote.name and each.sid != remote.sid for each in self._remote.scenarios
        ):
            notes.append("another scenario there has this name, too; by name alone neither can be meant")
        elif remote.mark is None and key not in (key_of_name(Named(remote.sid, remote.name)), remote.name):
            notes.append("its name alone would be the file of another scenario")
        return row._replace(settings=wanted, notes=tuple(notes))

    def _double(self, key: str, several: Sequence[RemoteScenario]) -> Row:
        first = several[0]
        return Row(
            key,
            self._folder.path(key),
            first.sid,
            first.name,
            Outcome.CONFLICT,
            reason=f"the marker lines of {' and '.join(map(str, several))} name the same file; "
            "delete the line in those that are copies",
            refused=True,
        )

    # What callr.yaml may say.

    def _was_here(self, key: str) -> bool:
        """Whether git has had a file of this key."""
        git = self._folder.git
        if git is None:
            return False
        return any(git.had(f"{self._folder.prefix}{key}{ending}") for ending in (".yaml", ".yml"))

    @property
    def _has_settings(self) -> bool:
        """Whether callr.yaml may say something about this account."""
        return self._desired.account in self._folder.project.accounts

    def _free_numbers(self, key: str, remote: RemoteScenario) -> list[str]:
        taken = {
            number
            for other, settings in self._folder.project.settings.items()
            if other != key
            for number in settings.numbers.get(self._desired.account, ())
        }
        free = [number for number in remote.numbers if number not in taken | self._given]
        # An account that says so of two scenarios cannot be right, and callr.yaml has to be.
        self._given.update(free)
        return free


def _means(wanted: str, key: str, *remotes: RemoteScenario) -> bool:
    return fnmatchcase(key, wanted) or any(wanted in (each.name, each.sid) for each in remotes)


def _is_plain(value: object) -> bool:
    """Whether a value of callr.yaml is the text that it says."""
    return isinstance(value, str) and "${" not in value and not value.startswith("audio:")
