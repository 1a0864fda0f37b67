"""Chapters of the victim: support, withdrawal, the ISVA, appointments and what was learnt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cases import services as cases
from cases.models import Lesson
from rasso_tracker.clocks import london_date, london_instant, now
from tests.chain.moments import at, person
from tests.chain.story.record import Story
from victims.models import EventTelling, JointAppointment, SupportEvent, SupportReferral
from victims.services import (
    add_support_service,
    answer_told_withdrawal,
    ask_for_sto,
    corroborate_withdrawal,
    deploy_sto,
    end_my_support,
    hand_over_contact,
    name_spokesperson,
    offer_support,
    raise_contact_alert,
    raise_safeguarding_concern,
    record_look_back,
    record_re_engagement,
    record_withdrawal,
    send_referral,
    share_with_isva,
    tell_withdrawal,
)
from victims.services.appointments import answer_appointment, arrange_appointment, cancel_appointment


def withdraw(story: Story) -> None:
    """10 March: the victim withdraws."""
    story.withdrawal = record_withdrawal(
        by=person("alice"),
        victim=story.victim,
        kind="withdrew",
        occurred_at=at(3, 10, 9),
        reasons=["delay", "fear_of_court"],
        primary_reason="fear_of_court",
        told_by="phone_note",
        spoken_by=person("alice"),
        from_what=["investigation", "prosecution"],
        support_offered=["isva"],
        recontact_welcome="yes",
        at=at(3, 10),
    )


def re_engage(story: Story) -> None:
    """11 March: a supervisor corroborates; 12 March: the victim takes part again."""
    assert story.withdrawal is not None
    corroborate_withdrawal(
        by=person("sam"),
        withdrawal=story.withdrawal,
        checked_in=["contact_log"],
        note="Read the log of 10 March.",
        at=at(3, 11),
    )
    story.reengagement = record_re_engagement(
        by=person("alice"), victim=story.victim, occurred_at=at(3, 12, 9), told_by="phone_note", at=at(3, 12)
    )


def look_back(story: Story) -> None:
    """14 March: the supervisor looks back on the withdrawal, and somebody owes the lesson."""
    assert story.withdrawal is not None
    story.look_back = record_look_back(
        by=person("sam"),
        withdrawal=story.withdrawal,
        preventable="yes",
        moment="waiting",
        helped=["updates"],
        words="Nobody had rung since the report.",
        about="contact",
        lesson="Ring within the week.",
        owner=person("alice"),
        lesson_due_on=date(2026, 4, 20),
        at=at(3, 14),
    )
    story.lesson = Lesson.objects.get(source=story.look_back.pk)


def worry(story: Story) -> None:
    """7 April: somebody worries about the victim's safety."""
    story.concern = raise_safeguarding_concern(
        by=person("alice"),
        victim=story.victim,
        about="threat",
        concern="A threat by text.",
        act_by=date(2026, 4, 9),
        at=at(4, 7),
    )


def doubt(story: Story) -> None:
    """8 March: somebody speaks for the victim, and the suspect knows where they live."""
    story.spokesperson = name_spokesperson(
        by=person("alice"),
        victim=story.victim,
        name="Pat Example",
        is_their="family",
        because="asked",
        tie="household",
        at=at(3, 8),
    )
    story.telling = EventTelling.objects.filter(victim=story.victim).first()
    story.alert = raise_contact_alert(
        by=person("alice"), victim=story.victim, about="address_known", at=at(3, 8, 11)
    )


def offered(story: Story, answer: str) -> SupportReferral:
    """2 March, in the evening: an ISVA is offered."""
    return offer_support(
        by=person("alice"),
        victim=story.victim,
        kind="isva",
        offered_on=date(2026, 3, 2),
        answer=answer,
        at=at(3, 2, 18),
    )


def sto_asked(story: Story) -> None:
    """2 March, in the evening: a specially trained officer is asked for."""
    moment = at(3, 2, 18)
    story.deployment = ask_for_sto(by=person("alice"), victim=story.victim, asked_at=moment, at=moment)


def sto_deployed(story: Story) -> None:
    """The same evening Sam is deployed, and contact is his."""
    sto_asked(story)
    assert story.deployment is not None
    alice, sam, moment = person("alice"), person("sam"), at(3, 2, 19)
    story.deployment = deploy_sto(
        by=alice, deployment=story.deployment, officer=sam, deployed_at=moment, at=moment
    )
    hand_over_contact(by=alice, victim=story.victim, to=sam, at=moment)


def thinking(story: Story) -> None:
    story.referral = offered(story, "thinking")


def agreed(story: Story) -> None:
    story.referral = offered(story, "agreed")


def referred(story: Story) -> None:
    """The same evening the referral goes to the service of Ivy, who is an ISVA."""
    name = f"Support {story.case.reference}"
    kinds, ivy = ["isva", "child_isva"], person("ivy")
    service = add_support_service(by=person("adam"), name=name, kinds=kinds, advisers=[ivy], at=at(3, 1))
    story.support_service, story.referral = service, offered(story, "agreed")
    send_referral(
        by=person("alice"),
        referral=story.referral,
        service=service,
        sent_on=date(2026, 3, 2),
        at=at(3, 2, 18),
    )
    story.support_step = SupportEvent.objects.get(referral=story.referral, step="sent")


def share(story: Story) -> None:
    """9 March: the victim agrees that the police share with Ivy."""
    story.support = share_with_isva(
        by=person("alice"),
        victim=story.victim,
        isva=person("ivy"),
        consented_on=date(2026, 3, 9),
        at=at(3, 9),
    )


def tell_through_isva(story: Story) -> None:
    """10 March: Ivy tells, as the victim asked, that they no longer take part."""
    share(story)
    story.told = tell_withdrawal(
        by=person("ivy"),
        victim=story.victim,
        kind="withdrew",
        occurred_at=at(3, 10, 8),
        from_what=["prosecution"],
        asked_to_tell=True,
        words="I do not want to go to court.",
        at=at(3, 10),
    )


def answer_isva(story: Story) -> None:
    """11 March: the victim takes part after all; 12 March: Ivy ends her support of another client."""
    assert story.told is not None
    alice = person("alice")
    story.told = answer_told_withdrawal(
        by=alice, told=story.told, because="They told me on the phone that they stay.", at=at(3, 11)
    )
    twin = cases.add_victim(by=alice, case=story.case, at=at(3, 9))
    shared = share_with_isva(
        by=alice, victim=twin, isva=person("ivy"), consented_on=date(2026, 3, 9), at=at(3, 9)
    )
    end_my_support(by=person("ivy"), support=shared, because="ended", at=at(3, 12))


def arranged(story: Story, starts_at: datetime, when: datetime | None = None) -> JointAppointment:
    """An appointment at that moment, and Ivy is asked to join."""
    return arrange_appointment(
        by=person("alice"),
        victim=story.victim,
        isva=person("ivy"),
        starts_at=starts_at,
        method="in_person_isva",
        will_tell="update",
        at=when,
    )


def arrange(story: Story) -> None:
    """9 March, later: one that Ivy joins, one that is called off, and one whose hour came unanswered."""
    share(story)
    joined, off, story.appointment = (arranged(story, at(3, day, 11), at(3, 9, 12)) for day in (16, 17, 18))
    answer_appointment(by=person("ivy"), appointment=joined, answer="joins", at=at(3, 9, 13))
    cancel_appointment(by=person("alice"), appointment=off, because="nothing_to_tell", at=at(3, 9, 14))


def arrange_ahead(story: Story) -> None:
    """The same in the week after next, and the third waits for Ivy still."""
    share(story)
    monday = london_date(now()) + timedelta(days=14)
    monday -= timedelta(days=monday.weekday())
    days = (monday + timedelta(days=number) for number in range(3))
    joined, off, story.appointment = (arranged(story, london_instant(day, time(11))) for day in days)
    answer_appointment(by=person("ivy"), appointment=joined, answer="joins")
    cancel_appointment(by=person("alice"), appointment=off, because="nothing_to_tell")
