"""What the police charged, and what is corrected or learnt after it so that only CPS may charge."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.html import escape

from cases import services
from cases.models import Allegation, Milestone
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.cases.conftest import AT, Opener, on
from tests.cases.test_charging import charged
from tests.decisions import with_cps
from victims import services as victims


class TestTheChargedOffenceIsCorrected:
    @pytest.fixture
    def by_police(self, opened: Opener, alice: Person) -> Allegation:
        case = opened(offence_type="sexual_assault")
        charged(case, alice, charge_by="police")
        return Allegation.objects.get(case=case)

    def corrected(self, allegation: Allegation, by: Person, **more: Any) -> Allegation:
        values = {
            "crime_reference": allegation.crime_reference,
            "offence_type": allegation.offence_type,
            "victim": allegation.victim,
            "suspect": allegation.suspect,
            **more,
        }
        return services.edit_allegation(by=by, allegation=allegation, at=AT, **values)

    def test_what_the_police_charged_does_not_become_what_only_cps_may(
        self, by_police: Allegation, alice: Person, sign_in: Any
    ) -> None:
        said = (
            f"The police decided on the charge of {by_police.crime_reference}, and only CPS may where the"
            " offence is “Rape, victim aged 16 or over”. Void the charge first, then change this. It is"
            " charged again once CPS has decided."
        )
        with pytest.raises(Invalid) as refusal:
            self.corrected(by_police, alice, offence_type="rape_adult")
        assert refusal.value.fields == {"offence_type": said}
        address = f"/api/v1/allegations/{by_police.pk}/"
        browser = sign_in(alice)
        tag = browser.get(address).headers["ETag"]
        body = {"crime_reference": by_police.crime_reference, "offence_type": "rape_adult"}
        answer = browser.patch(address, body, content_type="application/json", headers={"if-match": tag})
        assert (answer.status_code, answer.json()["fields"]) == (400, {"offence_type": said})
        charge = Milestone.objects.get(case=by_police.case, kind="charged")
        services.void_milestone(by=alice, milestone=charge, reason="Not so", at=AT)
        assert self.corrected(by_police, alice, offence_type="rape_adult").offence_type == "rape_adult"

    def test_nor_one_by_somebody_under_18(self, by_police: Allegation, alice: Person) -> None:
        services.add_suspect(by=alice, case=by_police.case, name="Aaron Bell", at=AT)
        kit = services.add_suspect(by=alice, case=by_police.case, name="Kit", born=date(2008, 3, 3), at=AT)
        by_police.refresh_from_db()
        with pytest.raises(Invalid) as refusal:
            self.corrected(by_police, alice, suspect=kit)
        assert list(refusal.value.fields) == ["suspect"]

    @pytest.mark.parametrize("who", ["suspect", "added suspect", "victim", "victim's circumstances"])
    def test_an_age_learnt_later_is_recorded_and_the_case_page_says_that_cps_is_asked(
        self, by_police: Allegation, alice: Person, sam: Person, sign_in: Any, who: str
    ) -> None:
        case, born = by_police.case, date(2008, 3, 3)
        says = escape(
            f"The police decided on the charge of {by_police.crime_reference}, and only CPS may, since"
            " somebody under 18 is concerned. Put it to CPS at once. Void this charge: it is charged again"
            " once CPS has decided."
        )
        page = f"/cases/{case.pk}/"
        kit = None if who == "added suspect" else services.add_suspect(by=alice, case=case, name="Kit", at=AT)
        victim = services.add_victim(by=alice, case=case, at=AT)
        assert says not in sign_in(alice).get(page).content.decode()
        assert sign_in(alice).get(f"/api/v1{page}").json()["cautions"] == []
        if kit is None:
            services.add_suspect(by=alice, case=case, name="Kit", born=born, at=AT)
        elif who == "suspect":
            services.correct_suspect(by=alice, suspect=kit, name="Kit", born=born, at=AT)
        elif who == "victim":
            victims.record_identity(by=alice, victim=victim, name="Jo Lee", date_of_birth=born, at=AT)
        else:
            victims.record_circumstances(by=alice, victim=victim, under_18="yes", at=AT)
        for reader in (alice, sam):
            assert says in sign_in(reader).get(page).content.decode()
            (caution,) = sign_in(reader).get(f"/api/v1{page}").json()["cautions"]
            assert (caution["allegation"], escape(caution["says"])) == (str(by_police.pk), says)
        charge = Milestone.objects.get(case=case, kind="charged")
        services.void_milestone(by=alice, milestone=charge, reason="CPS decides", at=AT)
        assert says not in sign_in(alice).get(page).content.decode()
        assert sign_in(alice).get(f"/api/v1{page}").json()["cautions"] == []

    def test_other_corrections_and_what_cps_charged_pass(
        self, by_police: Allegation, opened: Opener, alice: Person
    ) -> None:
        assert self.corrected(by_police, alice, offence_type="other").offence_type == "other"
        case = opened(offence_type="sexual_assault")
        with_cps(alice, case, on(5))
        charged(case, alice)
        of_cps = Allegation.objects.get(case=case)
        assert self.corrected(of_cps, alice, offence_type="rape_adult").offence_type == "rape_adult"
