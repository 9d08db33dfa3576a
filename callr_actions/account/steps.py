"""What can be due later. A new kind of step: a function of its resource, and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.account.resources import audio_files, calls, numbers, recordings, sms
from callr_actions.account.runs import course

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.account.work import Job

STEPS: Mapping[str, Callable[[Job], None]] = {
    audio_files.STEP: audio_files.step,
    calls.EXPORT: calls.step,
    numbers.RENEWAL: numbers.renew,
    recordings.UPDATE: recordings.update_step,
    recordings.DELETE: recordings.delete_step,
    sms.STEP: sms.step,
    course.STEP: course.step,
}
