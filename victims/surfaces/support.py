"""The deeds on an ISVA's access."""

from __future__ import annotations

from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import (
    IsvaSupport,
)
from victims.surfaces.places import on_row, on_victim

SHARE_WITH_ISVA = Surface(
    name="share_with_isva",
    title="Share with the victim's ISVA",
    service=services.share_with_isva,
    form=forms.ShareForm,
    page="victims/<uuid:pk>/isva/new/",
    api="victims/<uuid:pk>/isva/",
    button="Share",
    said="Shared with the ISVA. They see contact, key dates and decisions, and no evidence.",
    represent=represent.support_shown,
    **on_victim(rules.check_can_share_with_isva),
)
END_ISVA_SUPPORT = Surface(
    name="end_isva_support",
    title="End the ISVA's access",
    service=services.end_isva_support,
    form=forms.EndSupportForm,
    page="isva-support/<uuid:pk>/end/",
    api="isva-support/<uuid:pk>/end/",
    button="End access now",
    said="The ISVA's access has ended, and they have been told.",
    template="victims/support_end.html",
    represent=represent.support_shown,
    **{
        **on_row(IsvaSupport, "support", rules.check_can_end_isva_support),
        "select": ("victim__case", "victim__merged_into", "recorded_by", "isva"),
    },
)
