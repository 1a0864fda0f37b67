"""Forms of support: what was offered, what the victim said, where it went and what came of it. No words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from rasso_tracker.clocks import london_date, now
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, GovDateField, RowChoice, YesNoField
from victims.enums import Support
from victims.models import SupportReferral, SupportService
from victims.pathway import may_follow
from victims.support_enums import BECAUSE, OF_THE_SERVICE, REFERRED_TO, SupportAnswer, SupportStep

Step = SupportStep


class ServiceChoice(RowChoice):
    """A service that is open, with what it offers."""

    def label_from_instance(self, service: SupportService) -> str:
        return f"{service.name} ({', '.join(str(Support(kind).label) for kind in service.kinds)})"


def _because(*steps: SupportStep, label: str, hint: str) -> forms.ChoiceField:
    """The reasons of these steps, each step's apart."""
    groups = [(str(step.label), [(one.value, one.label) for one in BECAUSE[step]]) for step in steps]
    chosen = groups[0][1] if len(groups) == 1 else groups
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "Choose one"), *chosen], help_text=hint
    )


class AtService(DeedForm):
    """The services that work in the district of the case and are open, for a field `service`."""

    def offer_services(self, subject: Any, kind: str = "") -> None:
        if subject is None:
            return
        case = (subject.victim if isinstance(subject, SupportReferral) else subject).case
        open_now = Q(closed_on__isnull=True) | Q(closed_on__gte=london_date(now()))
        rows = SupportService.objects.filter(
            open_now, Q(district__isnull=True) | Q(district=case.district_id)
        )
        if kind:
            rows = rows.filter(kinds__contains=[kind])
        field_of(self, "service", RowChoice).queryset = rows


class OfferSupportForm(AtService):
    reveals: ClassVar = {"answer": {SupportAnswer.AGREED.value: ("service", "sent_on")}}
    kind = forms.ChoiceField(
        label="What kind of support?",
        choices=[(kind.value, kind.label) for kind in REFERRED_TO],
        widget=forms.RadioSelect,
        help_text="Of therapy record only that it was offered or referred, never what it is about.",
    )
    answer = forms.ChoiceField(
        label="What did they say?",
        choices=SupportAnswer.choices,
        widget=forms.RadioSelect,
        help_text="A no is theirs to give. It changes nothing for them, and they may be asked again.",
    )
    offered_on = GovDateField(
        label="When?", past_only=True, hint="The day it was offered, or on which you could not ask."
    )
    because = _because(
        Step.REFUSED,
        Step.NOT_ASKED,
        label="If they said no, or were not asked: why?",
        hint="Only what they chose to say. They owe nobody a reason.",
    )
    again_on = GovDateField(
        label="When may we ask again?",
        required=False,
        future=True,
        hint="Needed where they were not asked. After a no, only if they would welcome it.",
    )
    service = ServiceChoice(
        queryset=SupportService.objects.none(),
        label="If the referral went out already: to which service?",
        required=False,
    )
    sent_on = GovDateField(label="When was it sent?", required=False, past_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_services(self.subject)


class SupportChoiceForm(DeedForm):
    agreed = YesNoField(label="Do they agree to a referral?", yes="Yes", no="No, not now")
    answered_on = GovDateField(label="When did they say so?", past_only=True)
    because = _because(
        Step.REFUSED,
        label="If they said no: why?",
        hint="Only what they chose to say. They owe nobody a reason.",
    )
    again_on = GovDateField(
        label="When may we ask again?",
        required=False,
        future=True,
        hint="After a no, only if they would welcome it.",
    )


class SendReferralForm(AtService):
    service = ServiceChoice(queryset=SupportService.objects.none(), label="To which service?")
    sent_on = GovDateField(
        label="When was it sent?", past_only=True, hint="On the day they agreed, or after it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_services(self.subject, self.subject.kind if self.subject else "")


class SupportAnswerForm(DeedForm):
    step = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    happened_on = GovDateField(label="When?", past_only=True)
    because = _because(
        Step.DECLINED,
        Step.ENDED,
        label="If the service could not take it, or it ended: why?",
        hint="Leave this empty for therapy that ended.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = may_follow(self.subject.events.all()) if self.subject else frozenset()
        offered = [one for one in OF_THE_SERVICE if one in following]
        field_of(self, "step", forms.ChoiceField).choices = [
            (one.value, one.label) for one in (offered or OF_THE_SERVICE)
        ]
