from rasso_tracker.dashboards.case_page import case_detail, case_history
from rasso_tracker.dashboards.case_then.page import CASE_THEN
from rasso_tracker.dashboards.completeness import completeness
from rasso_tracker.dashboards.force_record import DEED_LINES, case_record_lines
from rasso_tracker.dashboards.health import healthz, metrics, readyz
from rasso_tracker.dashboards.performance.maker_pages import DecisionMakers, decision_maker_rows
from rasso_tracker.dashboards.performance.questions import QUESTIONS
from rasso_tracker.dashboards.performance.views import file_of, index, page_of, rows_of
from rasso_tracker.dashboards.support_pages import support_gaps, support_gaps_rows
from rasso_tracker.dashboards.views import bare, home
from rasso_tracker.dashboards.weekly.views import meeting, meeting_paper
from rasso_tracker.web.details import detail_urls
from rasso_tracker.web.lists import listing_urls
from rasso_tracker.web.routes import page, record_page

urlpatterns = [
    *detail_urls([DEED_LINES, CASE_THEN]),
    page("", home, name="home"),
    record_page("cases/<uuid:pk>/", case_detail, name="case_detail", subject="cases.Case"),
    record_page("cases/<uuid:pk>/history/", case_history, name="case_history", subject="cases.Case"),
    record_page(
        "cases/<uuid:pk>/record-lines/", case_record_lines, name="case_record_lines", subject="cases.Case"
    ),
    page("dashboards/", index, name="dashboards"),
    *(
        page(f"dashboards/{code}/", page_of(question), name=f"dashboard_{code}")
        for code, question in QUESTIONS.items()
    ),
    *(
        page(f"dashboards/{code}/file/", file_of(question), name=f"dashboard_{code}_file")
        for code, question in QUESTIONS.items()
    ),
    *(
        page(f"dashboards/{code}/rows/", rows_of(question), name=f"dashboard_{code}_rows")
        for code, question in QUESTIONS.items()
    ),
    *listing_urls([DecisionMakers]),
    page(f"{DecisionMakers.path}rows/", decision_maker_rows, name="decision_maker_rows"),
    page("dashboards/support/", support_gaps, name="support_gaps"),
    page("dashboards/support/rows/", support_gaps_rows, name="support_gaps_rows"),
    page("dashboards/completeness/", completeness, name="completeness"),
    page("dashboards/weekly-meeting/", meeting, name="weekly_meeting"),
    page("dashboards/weekly-meeting/paper/", meeting_paper, name="weekly_meeting_paper"),
    page("demo/bare/", bare, name="bare"),
    page("healthz", healthz, name="healthz"),
    page("readyz", readyz, name="readyz"),
    page("metrics", metrics, name="metrics"),
]
