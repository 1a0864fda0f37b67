from rasso_tracker.audit.views import audit_log
from rasso_tracker.web.routes import page

urlpatterns = [page("audit/", audit_log, name="audit_log")]
