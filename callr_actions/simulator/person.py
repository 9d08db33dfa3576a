"""The people on the phone, who do what their script says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.behaviour import Asked, HangUp, Hear, Pause, Press, Speak, Taking, Until
from callr_actions.simulator.leg import Direction
from callr_actions.simulator.messages import Key, Silence, Words
from callr_actions.simulator.scheduler import TIMEOUT, Wait
from callr_actions.simulator.speech import milliseconds
from callr_actions.telephony.cdr import BUSY, NO_ANSWER, REJECTED, UNREACHABLE, HangupSource

if TYPE_CHECKING:
    from callr_actions.simulator.behaviour import Act, Behaviour, Script
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.session import Session

_BETWEEN_KEYS = 300
_REFUSALS = {
    Taking.BUSY: BUSY,
    Taking.NO_ANSWER: NO_ANSWER,
    Taking.REJECTED: REJECTED,
    Taking.UNREACHABLE: UNREACHABLE,
}


class Person:
    """Somebody on a leg."""

    def __init__(self, session: Session, leg: Leg) -> None:
        self._session = session
        self._leg = leg

    @property
    def _side(self) -> HangupSource:
        return HangupSource.CALLER if self._leg.direction is Direction.INBOUND else HangupSource.CALLEE

    def take_call(self, behaviour: Behaviour) -> Activity:
        """Take a call as the behaviour says, follow its script, and hang up after the talk."""
        session, leg = self._session, self._leg
        yield from self._stay_until(session.scheduler.now + _ms(behaviour.after))
        if not leg.is_open:
            return
        if behaviour.taking in _REFUSALS:
            session.exchange.end(leg, HangupSource.CALLEE, _REFUSALS[behaviour.taking])
            return
        session.exchange.answer(leg)
        # Whoever dialled goes on first, and is on the line before the person says a word.
        yield Wait(session.scheduler.now)
        if behaviour.taking is Taking.VOICEMAIL and behaviour.greeting:
            yield from self._do(Speak(behaviour.greeting))
        yield from self.follow(behaviour.script)
        if behaviour.talks is not None:
            yield from self._talk(_ms(behaviour.talks))

    def follow(self, script: Script) -> Activity:
        """Do what a script says, as long as the call lasts."""
        for act in script:
            if not self._leg.is_open:
                return
            yield from self._do(act)

    def press(self, key: str) -> None:
        """Press one key now."""
        leg = self._leg
        heard = leg.listener is not None
        self._session.emit(events.Pressed, key, heard, leg=leg)
        if leg.listener is not None:
            leg.listener.post(Key(key))

    def hang_up(self) -> None:
        """Hang up now."""
        self._session.exchange.end(self._leg, self._side)

    def say(self, text: str, seconds: float | None = None) -> Activity:
        """Say something; whoever is joined hears it, and so does a step that records."""
        session, leg = self._session, self._leg
        lasts = milliseconds(text, session.speech_rate) if seconds is None else _ms(seconds)
        now = session.scheduler.now
        session.emit(events.Spoke, text, lasts / 1000, leg=leg)
        session.recorder.hear(leg, text)
        if leg.listener is not None:
            leg.listener.post(Words(text, lasts))
        if leg.peer is not None:
            session.recorder.hear(leg.peer, text)
            leg.peer.hearing.begin(text, now, now + lasts)
        yield from self._stay_until(now + lasts)
        if leg.is_open and leg.listener is not None:
            leg.listener.post(Silence())

    def _do(self, act: Act) -> Activity:
        session, leg = self._session, self._leg
        match act:
            case Pause(seconds):
                yield from self._stay_until(session.scheduler.now + _ms(seconds))
            case Until(seconds):
                yield from self._stay_until(leg.started + _ms(seconds))
            case Hear(words):
                yield from self._hear(words)
            case Asked():
                yield from self._be_asked()
            case Press(keys):
                yield from self._be_answered()
                yield from self._press_all(keys)
            case Speak(text, seconds):
                yield from self._be_answered()
                if leg.is_open:
                    yield from self.say(text, seconds)
            case HangUp():
                self.hang_up()

    def _be_answered(self) -> Activity:
        """Wait until there is somebody to press keys for and to talk to."""
        leg = self._leg
        while leg.is_open and leg.answered is None:
            yield Wait(None, leg.hearing.box)

    def _press_all(self, keys: str) -> Activity:
        for index, key in enumerate(keys):
            if index:
                yield from self._stay_until(self._session.scheduler.now + _BETWEEN_KEYS)
            if not self._leg.is_talking:
                return
            self.press(key)
        self._leg.hearing.catch_up(self._session.scheduler.now)

    def _stay_until(self, moment: int) -> Activity:
        """Let time pass, as long as the call lasts."""
        leg, scheduler = self._leg, self._session.scheduler
        while leg.is_open and scheduler.now < moment:
            yield Wait(moment, leg.hearing.box)

    def _hear(self, words: str) -> Activity:
        leg, scheduler = self._leg, self._session.scheduler
        while leg.is_open:
            found = leg.hearing.find(words)
            if found is None:
                yield Wait(None, leg.hearing.box)
                continue
            moment, utterance = found
            if moment <= scheduler.now:
                leg.hearing.take(words, utterance)
                return
            yield Wait(moment, leg.hearing.box)

    def _be_asked(self) -> Activity:
        leg = self._leg
        hearing = leg.hearing
        while leg.is_open and not hearing.asking:
            yield Wait(None, hearing.box)
        # The same question is not answered twice: what follows waits for the next one.
        hearing.asking = False
        hearing.catch_up(self._session.scheduler.now)

    def _talk(self, lasts: int) -> Activity:
        """Hang up once the person was joined with another for so long."""
        leg = self._leg
        while leg.is_open:
            if not leg.hearing.joined:
                yield Wait(None, leg.hearing.box)
                continue
            moment = self._session.scheduler.now + lasts
            while leg.is_open and leg.hearing.joined:
                if (yield Wait(moment, leg.hearing.box)) is TIMEOUT:
                    self.hang_up()
                    return


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
