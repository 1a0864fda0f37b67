"""A CPS document that an officer has pasted and not finished reading, on some submissions without a plan."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from actionplans.enums import CpsDocument, SubmissionStatus
from actionplans.models import ActionPlan, PastedDocument, Submission
from actionplans.seals import Label
from rasso_tracker.clocks import london_date
from rasso_tracker.demo.rows import CaseRows

SHARE = 0.15  # [A] of open submissions that CPS answered and on which no plan stands yet
TEXT = """MG3 REPORT TO CROWN PROSECUTOR

Case analysis
I have read the file and watched the interview. The account is clear.
I do not ask for a download of her telephone. DS Holt will ring me about the second handset.
The return of the first exhibits was promised by 31 November.

ACTION PLAN
1. Please obtain a statement from the friend who was told first, within 21 days.
2. OIC to secure the CCTV of the tram stop by the end of the month.
3. Complete the download of the suspect's handset (DFU) within 20 working days.
Reason: he says that there are messages of the next morning.
4. Disclosure officer to provide a completed MG6C.
5. An explanation of why the second taxi was not traced.
6. PNC of the suspect - received
"""


def pasted_rows(case: CaseRows) -> None:
    """One document at most, on the last submission of a case that is still open."""
    rng = Random(f"pasted {case.case.pk}")  # noqa: S311  # a story, not a key
    sent = [one for one in case.rows[Submission] if one.status == SubmissionStatus.ACCEPTED]
    planned = {one.submission_id for one in case.rows[ActionPlan]}
    if case.is_closed or not sent or sent[-1].pk in planned or rng.random() > SHARE:
        return
    at = sent[-1].submitted_at + timedelta(days=rng.uniform(6, 12))
    if at >= case.world.now:
        return
    row = case.add(
        PastedDocument,
        at,
        submission=sent[-1],
        document_name=CpsDocument.MG3,
        document_date=london_date(at - timedelta(days=2)),
        pasted_at=at,
        pasted_by=case.life.officer,
    )
    row.text_sealed = case.seal(Label.PASTED_TEXT, row.pk, TEXT)
