from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases.colleagues import may_know
        from cases.hooks import closing_changed
        from cases.services.handing import HOLDINGS
        from cases.services.supervision import after_closing_changed
        from rasso_tracker.messages import colleagues
        from rasso_tracker.people.holdings import register

        for holding in HOLDINGS:
            register(holding)
        from cases.due_places import Place
        from cases.due_places import register as register_place
        from cases.lesson_enums import LESSON_DUE, LESSON_GIVEN
        from cases.notices.given import CASE_GIVEN, recheck_given
        from cases.notices.lessons import recheck_lessons
        from cases.notices.named_short import recheck_named_short
        from cases.notices.supervision import recheck_directions
        from cases.services.short import NAMED_SHORT, after_presence_changed
        from cases.supervision_enums import DIRECTED
        from rasso_tracker.messages import kinds
        from rasso_tracker.people.hooks import presence_changed

        kinds.register(
            NAMED_SHORT,
            title="Too few named people at work on a restricted case",
            recheck=recheck_named_short,
        )
        kinds.register(CASE_GIVEN, title="Case given", recheck=recheck_given)
        kinds.register(DIRECTED, title="Direction given", recheck=recheck_directions)
        kinds.register(LESSON_GIVEN, title="Lesson given", recheck=recheck_lessons)
        register_place(LESSON_DUE, Place("lesson_detail"))
        presence_changed.connect(after_presence_changed)
        closing_changed.connect(after_closing_changed)
        colleagues.register(may_know)
        post_migrate.connect(make_functions, sender=self, dispatch_uid="cases.functions")


def make_functions(*, using: str, **_: Any) -> None:
    """Write the functions that look through the wall anew after each migration, so that they never differ
    from the access rule.
    """
    from cases.models.matches import MATCHES
    from cases.models.search import SEARCH

    if using != "owner":
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('cases_searchkey'), to_regclass('cases_matchverdict')")
        if None in cursor.fetchone():
            return
        cursor.execute(SEARCH)
        cursor.execute(MATCHES)
        for role in settings.DATABASE_APP_ROLES:
            cursor.execute(f'GRANT EXECUTE ON FUNCTION case_search(text, text[], integer) TO "{role}"')
            cursor.execute(f'GRANT EXECUTE ON FUNCTION suspect_matches(uuid) TO "{role}"')
