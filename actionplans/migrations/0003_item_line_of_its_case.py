"""An item names a line of its own case's strategy or none. Django knows no key over two columns."""

from django.db import migrations

RULE = """
CREATE UNIQUE INDEX strategy_line_of_its_case ON actionplans_strategyline (case_id, id);
ALTER TABLE actionplans_actionplanitem ADD CONSTRAINT item_line_of_its_case
    FOREIGN KEY (case_id, strategy_line_id) REFERENCES actionplans_strategyline (case_id, id);
"""
UNDO = """
ALTER TABLE actionplans_actionplanitem DROP CONSTRAINT item_line_of_its_case;
DROP INDEX strategy_line_of_its_case;
"""


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0002_ladders")]

    operations = [migrations.RunSQL(RULE, UNDO)]
