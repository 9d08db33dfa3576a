"""The actions, one file each. A new one is a file here and a line in the list below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions import (
    amd,
    answer,
    bridge,
    dial,
    fetch,
    gather,
    hangup,
    javascript,
    log,
    memcache,
    play,
    record,
    ringing,
    say,
    sms,
    start_recording,
    voicebot,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.simulator.actions.action import Action, Immediate

ACTIONS: Mapping[str, Action | Immediate] = {
    action.name: action
    for action in (
        amd.ACTION,
        answer.ACTION,
        bridge.ACTION,
        dial.ACTION,
        fetch.ACTION,
        gather.ACTION,
        hangup.ACTION,
        javascript.ACTION,
        log.ACTION,
        memcache.ACTION,
        play.ACTION,
        record.ACTION,
        ringing.ACTION,
        say.ACTION,
        sms.ACTION,
        start_recording.ACTION,
        voicebot.ACTION,
    )
}
