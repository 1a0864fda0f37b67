"""The log and its chain, in the database's own words: what the application's roles cannot change or skip."""

from django.db import migrations

LOG = """
CREATE SEQUENCE audit_event_seq;
CREATE TABLE audit_event (
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seq bigint NOT NULL DEFAULT nextval('audit_event_seq'),
    tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    person_id uuid,
    role text NOT NULL,
    action text NOT NULL,
    kind text NOT NULL CHECK (kind IN
        ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure')),
    case_id uuid,
    subjects uuid[] NOT NULL DEFAULT '{}',
    reason text NOT NULL DEFAULT '',
    recipient text NOT NULL DEFAULT '',
    request_id text NOT NULL DEFAULT '',
    PRIMARY KEY (at, seq)
) PARTITION BY RANGE (at);
CREATE INDEX audit_event_person ON audit_event (person_id, at);
CREATE INDEX audit_event_case ON audit_event (case_id, at);
CREATE INDEX audit_event_subjects ON audit_event USING gin (subjects);
CREATE TABLE audit_event_other PARTITION OF audit_event DEFAULT;

-- Months ahead, so that no month ever lands in the DEFAULT partition; asked for by the daily task.
CREATE FUNCTION audit_ensure_months(ahead integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE month date := date_trunc('month', now())::date;
BEGIN
    FOR i IN 0..ahead LOOP
        IF to_regclass('audit_event_' || to_char(month, 'YYYY_MM')) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF audit_event FOR VALUES FROM (%L) TO (%L)',
                'audit_event_' || to_char(month, 'YYYY_MM'),
                month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
END $$;
SELECT audit_ensure_months(12);
"""

CHAIN = """
CREATE TABLE audit_seal (
    number bigint PRIMARY KEY,
    shard smallint NOT NULL DEFAULT 0,
    tx bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    seqs bigint[] NOT NULL,
    digests bytea[] NOT NULL,
    link bytea NOT NULL
);

-- Canonical UTC text of an event. jsonb keeps one spelling of every value and no separator can be forged.
CREATE FUNCTION audit_digest(e audit_event) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.tx, e.person_id, e.role,
        e.action, e.kind, e.case_id, to_jsonb(e.subjects), e.reason, e.recipient, e.request_id)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_link(before bytea, shard smallint, tx bigint, seqs bigint[], digests bytea[])
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(before || convert_to(jsonb_build_array(shard, tx, to_jsonb(seqs))::text, 'UTF8')
        || coalesce((SELECT string_agg(d, ''::bytea ORDER BY n) FROM unnest(digests) WITH ORDINALITY u(d, n)),
                    ''::bytea))
$$;

-- The first firing at commit seals every event of the transaction in one link; later firings find nothing left.
-- (A link per row grows with the square of the rows.) The owner's right to write seals is lent here alone.
CREATE FUNCTION audit_seal_transaction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me bigint := pg_current_xact_id()::text::bigint;
    mark text[] := string_to_array(coalesce(nullif(current_setting('rasso.sealed', true), ''), '0:0'), ':');
    through bigint := CASE WHEN mark[1]::bigint = me THEN mark[2]::bigint ELSE 0 END;
    v_seqs bigint[]; v_digests bytea[]; v_first timestamptz; v_last timestamptz; v_before record;
BEGIN
    IF NEW.seq <= through THEN RETURN NULL; END IF;
    SELECT array_agg(e.seq ORDER BY e.seq), array_agg(audit_digest(e) ORDER BY e.seq), min(e.at), max(e.at)
      INTO v_seqs, v_digests, v_first, v_last
      FROM audit_event e WHERE e.at >= now() AND e.tx = me AND e.seq > through;
    IF v_seqs IS NULL THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(7236101);
    SELECT s.number, s.link INTO v_before FROM audit_seal s ORDER BY s.number DESC LIMIT 1;
    INSERT INTO audit_seal (number, shard, tx, first_at, last_at, seqs, digests, link)
    VALUES (coalesce(v_before.number, 0) + 1, 0, me, v_first, v_last, v_seqs, v_digests,
            audit_link(coalesce(v_before.link, ''::bytea), 0::smallint, me, v_seqs, v_digests));
    PERFORM set_config('rasso.sealed', me || ':' || v_seqs[array_upper(v_seqs, 1)], true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_event_sealed AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_transaction();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(LOG),
        migrations.RunSQL(CHAIN),
    ]
