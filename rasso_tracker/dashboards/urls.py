from rasso_tracker.dashboards.case_page import case_detail, case_history
from rasso_tracker.dashboards.health import healthz, metrics, readyz
from rasso_tracker.dashboards.views import bare, home
from rasso_tracker.web.routes import page, record_page

urlpatterns = [
    page("", home, name="home"),
    record_page("cases/<uuid:pk>/", case_detail, name="case_detail", subject="cases.Case"),
    record_page("cases/<uuid:pk>/history/", case_history, name="case_history", subject="cases.Case"),
    page("demo/bare/", bare, name="bare"),
    page("healthz", healthz, name="healthz"),
    page("readyz", readyz, name="readyz"),
    page("metrics", metrics, name="metrics"),
]
