from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "rasso_tracker.people"
    label = "people"

    def ready(self) -> None:
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in

        from rasso_tracker.audit.doors import guard_connection
        from rasso_tracker.audit.history import keep_history
        from rasso_tracker.people.places import watch_places
        from rasso_tracker.people.walls import raise_walls

        watch_places()

        # Signing in is a deed of its own (services.record_sign_in); Django's silent UPDATE is not.
        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
        connection_created.connect(guard_connection)
        post_migrate.connect(keep_history, dispatch_uid="audit.history")
        post_migrate.connect(raise_walls, dispatch_uid="people.walls")
