"""The steps of a referral come in an order that can be: asked at commit, by the database itself."""

from django.db import migrations

# The table of victims.support_enums.SUPPORT_CHANGES as it stood; a test holds the two equal.
RULE = """
CREATE FUNCTION support_steps_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (
            SELECT step, coalesce(lag(step) OVER (ORDER BY happened_on, id), 'nothing') AS before
            FROM victims_supportevent WHERE referral_id = NEW.referral_id AND voided_at IS NULL
        ) told
        WHERE (before, step) NOT IN (
            ('nothing', 'offered'), ('nothing', 'not_asked'), ('not_asked', 'offered'),
            ('offered', 'agreed'), ('offered', 'refused'), ('offered', 'not_asked'),
            ('refused', 'offered'), ('agreed', 'sent'), ('agreed', 'refused'),
            ('sent', 'accepted'), ('sent', 'declined'), ('sent', 'waiting'), ('sent', 'started'),
            ('sent', 'ended'), ('declined', 'agreed'), ('declined', 'offered'),
            ('accepted', 'waiting'), ('accepted', 'started'), ('accepted', 'ended'),
            ('waiting', 'started'), ('waiting', 'declined'), ('waiting', 'ended'),
            ('started', 'ended'), ('ended', 'offered'))
    ) THEN
        RAISE EXCEPTION 'the steps of a referral are not in an order that can be'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'support_steps_in_order';
    END IF;
    IF NEW.step = 'ended' AND NEW.because <> '' AND EXISTS (
        SELECT 1 FROM victims_supportreferral WHERE id = NEW.referral_id AND kind = 'therapy')
    THEN
        RAISE EXCEPTION 'of therapy it is said that it ended, and no more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'support_therapy_says_no_more';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER support_steps_in_order AFTER INSERT OR UPDATE ON victims_supportevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION support_steps_in_order();
"""
UNDO = """
DROP TRIGGER support_steps_in_order ON victims_supportevent;
DROP FUNCTION support_steps_in_order();
"""


class Migration(migrations.Migration):
    dependencies = [("victims", "0002_terms")]
    operations = [migrations.RunSQL(RULE, UNDO)]
