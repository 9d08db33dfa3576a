"""What a person on a leg hears, and how far they have got in it."""

from __future__ import annotations

from callr_actions.simulator.scheduler import Mailbox

# A reader sees how a text is split over lines; a listener does not.
_BLANK = " "


class Utterance:
    """A text that is spoken to the person.

    Attributes:
        start, end: milliseconds; the end moves forward when it is cut short.
    """

    __slots__ = ("end", "full_end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = plain(text)
        self.start = start
        self.end = end
        self.full_end = end

    def moment(self, index: int) -> int:
        """Return when the text up to an index has been spoken."""
        if not self.text:
            return self.end
        return self.start + round((self.full_end - self.start) * index / len(self.text))


class Hearing:
    """Everything that was spoken to one person, in order.

    Attributes:
        box: told whenever there is something new: words, silence, a question, the end of the call.
        asking: whether a step waits for keys and nothing is being spoken any more.
        questions: how many steps have waited for keys so far.
        joined: whether the person talks with another one.
    """

    def __init__(self) -> None:
        self.box = Mailbox()
        self.utterances: list[Utterance] = []
        self.asking = False
        self.questions = 0
        self.joined = False
        self._at = 0
        self._from = 0

    def begin(self, text: str, start: int, end: int) -> Utterance:
        """Note that a text begins to be spoken."""
        utterance = Utterance(text, start, end)
        self.utterances.append(utterance)
        self.box.post(utterance)
        return utterance

    def cut(self, utterance: Utterance, now: int) -> None:
        """Note that a text was cut short."""
        utterance.end = min(utterance.end, now)

    def find(self, words: str) -> tuple[int, Utterance] | None:
        """Return when the words have been heard, or will be if nobody interrupts; None if nobody says them.

        What was heard before the words that were found last does not count again.
        """
        wanted = plain(words)
        for index in range(self._at, len(self.utterances)):
            utterance = self.utterances[index]
            start = self._from if index == self._at else 0
            found = utterance.text.find(wanted, start)
            if found >= 0:
                moment = utterance.moment(found + len(wanted))
                if moment <= utterance.end:
                    return moment, utterance
        return None

    def catch_up(self, now: int) -> None:
        """Leave behind whatever has been spoken up to this moment."""
        last = self.utterances[-1] if self.utterances else None
        if last is None or last.end <= now:
            self._at, self._from = len(self.utterances), 0
        else:
            self._at = len(self.utterances) - 1
            self._from = len(last.text) * (now - last.start) // (last.full_end - last.start)

    def take(self, words: str, utterance: Utterance) -> None:
        """Go on behind the words in that utterance."""
        index = self.utterances.index(utterance)
        wanted = plain(words)
        start = self._from if index == self._at else 0
        self._at = index
        self._from = utterance.text.find(wanted, start) + len(wanted)


def plain(text: str) -> str:
    """Return a text as it is compared: blanks and capital letters make no difference."""
    return _BLANK.join(text.split()).casefold()
