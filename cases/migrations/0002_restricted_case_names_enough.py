"""A restricted case names two people or more, one of them a gatekeeper: asked at commit, by the database
itself.
"""

from django.db import migrations

RULE = """
CREATE FUNCTION case_names_enough() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_case uuid;
BEGIN
    IF TG_TABLE_NAME = 'cases_case' THEN v_case := NEW.id; ELSE v_case := NEW.case_id; END IF;
    IF EXISTS (SELECT 1 FROM cases_case WHERE id = v_case AND restricted)
       AND (2 > (SELECT count(DISTINCT n.person_id) FROM cases_namedaccess n
                  WHERE n.case_id = v_case AND n.ended_at IS NULL)
            OR NOT EXISTS (SELECT 1 FROM cases_namedaccess n JOIN people_person p ON p.id = n.person_id
                            WHERE n.case_id = v_case AND n.ended_at IS NULL AND 'gatekeeper' = ANY(p.roles)))
    THEN
        RAISE EXCEPTION 'a restricted case names two people or more, one of them a gatekeeper'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restricted_case_names_enough';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER restricted_case_names_enough AFTER INSERT OR UPDATE OF restricted ON cases_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.restricted) EXECUTE FUNCTION case_names_enough();
CREATE CONSTRAINT TRIGGER restricted_case_keeps_enough AFTER UPDATE OF ended_at ON cases_namedaccess
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL)
    EXECUTE FUNCTION case_names_enough();
"""
UNDO = """
DROP TRIGGER restricted_case_keeps_enough ON cases_namedaccess;
DROP TRIGGER restricted_case_names_enough ON cases_case;
DROP FUNCTION case_names_enough();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0001_initial")]
    operations = [migrations.RunSQL(RULE, UNDO)]
