"""Drift: how an account and the folder differ, and which of them has moved. A value; nothing is read here."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.disclosure import difference, without_values
from callr_actions.sync.merge import changed_lines
from callr_actions.sync.pairs import pair
from callr_actions.sync.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from callr_actions.project.project import Project
    from callr_actions.project.settings import DriftIgnore, ScenarioSettings
    from callr_actions.sync.desired import Desired, DesiredScenario
    from callr_actions.sync.marker import Mark
    from callr_actions.sync.pairs import Pair, Pairs
    from callr_actions.sync.remote import Remote, RemoteScenario


class Kind(Enum):
    """Which side has moved since the last deploy."""

    SAME = "same"
    LOCAL = "local-ahead"
    REMOTE = "remote-ahead"
    BOTH = "both"
    GONE = "gone"

    @property
    def words(self) -> str:
        """As people read it."""
        return self.value.replace("-", " ")


_KINDS = {Standing.LOCAL: Kind.LOCAL, Standing.REMOTE: Kind.REMOTE, Standing.BOTH: Kind.BOTH}


class Against(Enum):
    """What the account's script is compared with."""

    DEPLOYED = "deployed"
    """What was deployed last."""
    FILE = "file"
    """The file here, where nothing has the text that was deployed."""

    @property
    def words(self) -> str:
        """As people read it."""
        return "as it was deployed" if self is Against.DEPLOYED else "the file here"


class Edit(NamedTuple):
    """What was edited in a script on the account.

    Attributes:
        against: what it is compared with.
        diff: a unified diff without its head, from that to the account's, without values of the environment.
    """

    against: Against
    diff: str


class Difference(NamedTuple):
    """One thing that differs.

    Attributes:
        field: `script`, `name`, `numbers`, or `scenario` for all of it.
        kind: which side has moved.
        detail: how, in words.
        ignored: the rule that covers it today.
        expired: the rule that covered it until some day.
        edit: of a script that was edited on the account, the lines.
    """

    field: str
    kind: Kind
    detail: str
    ignored: DriftIgnore | None = None
    expired: DriftIgnore | None = None
    edit: Edit | None = None


class Row(NamedTuple):
    """One scenario.

    Attributes:
        key: None where no file can be told.
        sid: None where the account does not have it.
    """

    key: str | None
    name: str
    sid: str | None
    differences: tuple[Difference, ...] = ()

    @property
    def counted(self) -> tuple[Difference, ...]:
        """The differences that no rule ignores."""
        return tuple(each for each in self.differences if each.ignored is None)

    @property
    def kind(self) -> Kind:
        """What the differences come to; those that are ignored count for nothing."""
        kinds = {each.kind for each in self.counted}
        if not kinds:
            return Kind.SAME
        return kinds.pop() if len(kinds) == 1 else Kind.BOTH


class Drift(NamedTuple):
    """How an account and the folder differ.

    Attributes:
        account: its name.
        rows: each scenario that is in the folder or was deployed, sorted by key.
        unmanaged: scenarios of the account that nobody has deployed.
    """

    account: str
    rows: tuple[Row, ...]
    unmanaged: tuple[RemoteScenario, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether anything differs that is not ignored."""
        return any(row.kind is not Kind.SAME for row in self.rows)

    def count(self, kind: Kind) -> int:
        """Return how many scenarios are of a kind."""
        return sum(row.kind is kind for row in self.rows)


def drift(
    project: Project,
    desired: Desired,
    remote: Remote,
    *,
    today: date,
    settings_then: Callable[[str, Mark], ScenarioSettings | None],
    is_elsewhere: Callable[[Mark], bool],
    text_then: Callable[[DesiredScenario, RemoteScenario], str | None],
    deployed: Collection[str] = (),
) -> Drift:
    """Compare a folder and an account.

    Args:
        project: what callr.yaml says; has the rules of what is ignored.
        desired: the folder.
        remote: the account, with its numbers.
        today: the day that rules end on or not.
        settings_then: a scenario's settings in the commit that its marker line names; None without one.
        is_elsewhere: whether a marker line names a commit from which the folder's own does not come.
        text_then: what was deployed from a file, with the account's values; None where nothing has it.
        deployed: keys that are known to have been deployed to this account.
    """
    return _Comparison(project, desired, remote, today, settings_then, is_elsewhere, text_then).drift(
        deployed
    )


class _Comparison(NamedTuple):
    project: Project
    desired: Desired
    remote: Remote
    today: date
    settings_then: Callable[[str, Mark], ScenarioSettings | None]
    is_elsewhere: Callable[[Mark], bool]
    text_then: Callable[[DesiredScenario, RemoteScenario], str | None]

    def drift(self, deployed: Collection[str]) -> Drift:
        pairs = pair(self.desired, self.remote)
        rows = [self._paired(each) for each in pairs.pairs]
        rows += [self._only_here(each, each.key in deployed) for each in pairs.only_here]
        rows += self._others(pairs)
        rows.sort(key=lambda row: (row.key or "", row.name, row.sid or ""))
        return Drift(self.desired.account, tuple(rows), pairs.strangers)

    def _paired(self, each: Pair) -> Row:
        here, there = each.scenario, each.remote
        found = (*self._script(each), *self._settings(here, there))
        return Row(here.key, here.name, there.sid, tuple(self._judged(here.key, one) for one in found))

    def _script(self, each: Pair) -> Iterator[Difference]:
        here, there = each.scenario, each.remote
        how = standing(here, there)
        if how is Standing.SAME:
            return
        added, removed = changed_lines(here.body, there.body)
        lines = f"on the account +{added} -{removed} lines"
        if how is Standing.LOCAL and there.mark is not None and self.is_elsewhere(there.mark):
            detail = f"{lines}, deployed from the commit {there.mark.commit}, which is not behind this folder"
            yield Difference("script", Kind.REMOTE, detail, edit=_edit(here, there, None))
        elif how is Standing.UNKNOWN:
            detail = f"{lines}, and no marker line says which is older"
            yield Difference("script", Kind.BOTH, detail, edit=_edit(here, there, None))
        elif how is Standing.LOCAL:
            yield Difference("script", Kind.LOCAL, lines)
        else:
            then = here.body if how is Standing.REMOTE else self.text_then(here, there)
            yield Difference("script", _KINDS[how], lines, edit=_edit(here, there, then))

    def _settings(self, here: DesiredScenario, there: RemoteScenario) -> Iterator[Difference]:
        then = None if there.mark is None else self.settings_then(there.mark.key, there.mark)
        if here.name != there.name:
            before = None if then is None else then.shown_name
            kind = _moved(here.name, there.name, before)
            yield Difference("name", kind, f"`{here.name}` here, `{there.name}` on the account")
        if here.numbers is None:
            return
        mine, theirs = set(here.numbers), set(there.numbers)
        if mine != theirs:
            old = None if then is None else then.numbers.get(self.desired.account)
            kind = _moved(mine, theirs, None if old is None else set(old))
            yield Difference("numbers", kind, "; ".join(self._numbers(mine, theirs)))

    def _numbers(self, mine: set[str], theirs: set[str]) -> Iterator[str]:
        for number in sorted(mine - theirs):
            holder = self.remote.holders.get(number)
            if holder is not None:
                yield f"{number} is on {holder}"
            elif self.remote.numbers is not None and number not in self.remote.numbers:
                yield f"{number} is not on the account"
            else:
                yield f"{number} is detached"
        for number in sorted(theirs - mine):
            yield f"{number} is attached, and not in callr.yaml"

    def _only_here(self, here: DesiredScenario, was_deployed: bool) -> Row:
        if was_deployed:
            found = Difference("scenario", Kind.GONE, "deployed, and not on the account any more")
        else:
            found = Difference("scenario", Kind.LOCAL, "not on the account: never deployed, or deleted there")
        return Row(here.key, here.name, None, (found,))

    def _others(self, pairs: Pairs) -> Iterator[Row]:
        for there in pairs.orphans:
            assert there.mark is not None, "an orphan has a key"
            gone = Difference("scenario", Kind.GONE, "on the account, and its file is not here any more")
            yield Row(there.mark.key, there.name, there.sid, (gone,))
        for key, several in pairs.doubles.items():
            for there in several:
                others = " and ".join(str(each) for each in several if each is not there)
                detail = f"its marker line names the same file as that of {others}"
                yield Row(key, there.name, there.sid, (Difference("scenario", Kind.BOTH, detail),))

    def _judged(self, key: str, found: Difference) -> Difference:
        """Return a difference with the rule that ignores it, or did so until some day."""
        rules = self.project.settings_of(key).drift_ignore
        account = self.desired.account
        covering = [rule for rule in rules if rule.covers(found.field, account, self.today)]
        if covering:
            return found._replace(ignored=max(covering, key=lambda rule: rule.until))
        ended = [rule for rule in rules if rule.covers(found.field, account, rule.until)]
        return found._replace(expired=max(ended, key=lambda rule: rule.until)) if ended else found


def _edit(here: DesiredScenario, there: RemoteScenario, then: str | None) -> Edit:
    """Return what was edited on the account since a text was deployed; without it, against the file."""
    against = Against.FILE if then is None else Against.DEPLOYED
    old = here.body if then is None else then
    before, after = (without_values(text, here.template, here.body) for text in (old, there.body))
    return Edit(against, difference(before, after))


def _moved(here: object, there: object, before: object) -> Kind:
    """Return which side has moved from what was deployed; both where nobody knows that."""
    if before is None:
        return Kind.BOTH
    if before == here:
        return Kind.REMOTE
    return Kind.LOCAL if before == there else Kind.BOTH
