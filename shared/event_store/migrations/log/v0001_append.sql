-- The two ways into the log. Both are VOLATILE, so that each statement inside sees what was committed before the order
-- lock was won; one plain statement would read by a snapshot taken before the lock. The lock falls free with the commit.
-- state: 0 stored, 1 another version, 2 the receipt's answer stands, 3 the receipt's key stands for another request.

-- One job with facts and no timers, the way a caller who meets nobody else takes.
CREATE FUNCTION append_one(
  a_stream text, a_version int, an_occurred_at text, a_clock text, a_metadata bytea,
  the_ids text[], the_names text[], the_schemas int[], the_data bytea[],
  a_scope text, a_key text, a_fingerprint text, an_answer bytea,
  OUT state int, OUT first bigint, OUT last bigint, OUT fingerprint text, OUT answer bytea
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  facts int := cardinality(the_ids);
  head bigint;
  at text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(6292339801477406513) THEN
    PERFORM pg_advisory_xact_lock(6292339801477406513);
  END IF;
  IF a_scope IS NOT NULL THEN
    SELECT r.fingerprint, r.answer, r.first_position, r.last_position INTO fingerprint, answer, first, last
      FROM receipts r WHERE r.scope = a_scope AND r.key = a_key;
    IF fingerprint IS NOT NULL THEN
      state := CASE WHEN fingerprint = a_fingerprint THEN 2 ELSE 3 END;
      RETURN;
    END IF;
  END IF;
  IF a_version <> coalesce((SELECT max(version) FROM events WHERE stream = a_stream), 0) THEN
    state := 1;
    RETURN;
  END IF;
  SELECT position, recorded_at INTO head, at FROM events ORDER BY position DESC LIMIT 1;
  state := 0;
  first := coalesce(head, 0) + 1;
  last := coalesce(head, 0) + facts;
  at := greatest(at, a_clock);
  IF facts = 1 THEN
    INSERT INTO events VALUES (first, a_stream, a_version + 1, the_ids[1], the_names[1], the_schemas[1],
                               an_occurred_at, at, a_metadata, the_data[1]);
  ELSE
    INSERT INTO events
      SELECT first - 1 + f.number, a_stream, a_version + f.number, f.id, f.name, f.schema,
             an_occurred_at, at, a_metadata, f.data
        FROM unnest(the_ids, the_names, the_schemas, the_data) WITH ORDINALITY AS f(id, name, schema, data, number);
  END IF;
  IF a_scope IS NOT NULL THEN
    INSERT INTO receipts VALUES (a_scope, a_key, a_fingerprint, an_answer, first, last, at);
  END IF;
END $$;

-- Jobs of different streams and receipts together; j_ arrays have an element for each job (those of receipts may be
-- empty where there is none), f_ for each fact, t_ for each timer, with the number of its job. Answers are arrays in the
-- order of the jobs; what receipts hold is looked up only where one is repeated. Few statements, and none that joins:
-- starting one costs as much as several rows.
CREATE FUNCTION append_many(
  a_clock text,
  j_streams text[], j_versions int[], j_facts int[],
  j_scopes text[], j_keys text[], j_fingerprints text[], j_answers bytea[],
  f_jobs int[], f_numbers int[], f_streams text[], f_versions int[], f_ids text[], f_names text[], f_schemas int[],
  f_occurred_at text[], f_metadata bytea[], f_data bytea[],
  t_jobs int[], t_ids text[], t_kinds text[], t_due_at text[], t_payloads bytea[], t_metadata bytea[],
  OUT states int[], OUT befores bigint[],
  OUT firsts bigint[], OUT lasts bigint[], OUT fingerprints text[], OUT answers bytea[]
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  head bigint;
  at text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(6292339801477406513) THEN
    PERFORM pg_advisory_xact_lock(6292339801477406513);
  END IF;
  SELECT e.position, e.recorded_at INTO head, at FROM events e ORDER BY e.position DESC LIMIT 1;
  head := coalesce(head, 0);
  at := greatest(at, a_clock);

  SELECT array_agg(placed.state ORDER BY placed.number), array_agg(head + placed.before ORDER BY placed.number)
    INTO states, befores
    FROM (
      SELECT job.number, job.state,
             coalesce(sum(CASE job.state WHEN 0 THEN job.facts ELSE 0 END)
                      OVER (ORDER BY job.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS before
        FROM (
          SELECT j.number, j.facts,
                 CASE (SELECT r.fingerprint = j.fingerprint FROM receipts r WHERE r.scope = j.scope AND r.key = j.key)
                   WHEN true THEN 2
                   WHEN false THEN 3
                   ELSE (j.version <> coalesce((SELECT max(e.version) FROM events e WHERE e.stream = j.stream), 0))::int
                 END AS state
            FROM unnest(j_streams, j_versions, j_facts, j_scopes, j_keys, j_fingerprints)
                 WITH ORDINALITY AS j(stream, version, facts, scope, key, fingerprint, number)
        ) job
    ) placed;

  INSERT INTO events
    SELECT befores[f.job] + f.number, f.stream, f.version, f.id, f.name, f.schema, f.occurred_at, at, f.metadata, f.data
      FROM unnest(f_jobs, f_numbers, f_streams, f_versions, f_ids, f_names, f_schemas, f_occurred_at, f_metadata, f_data)
           AS f(job, number, stream, version, id, name, schema, occurred_at, metadata, data)
     WHERE states[f.job] = 0;

  IF cardinality(j_scopes) > 0 THEN
    INSERT INTO receipts
      SELECT j.scope, j.key, j.fingerprint, j.answer,
             CASE j.facts WHEN 0 THEN 0 ELSE befores[j.number] + 1 END,
             CASE j.facts WHEN 0 THEN 0 ELSE befores[j.number] + j.facts END, at
        FROM unnest(j_facts, j_scopes, j_keys, j_fingerprints, j_answers)
             WITH ORDINALITY AS j(facts, scope, key, fingerprint, answer, number)
       WHERE states[j.number] = 0 AND j.scope IS NOT NULL;
    IF 2 = ANY (states) THEN
      SELECT array_agg(r.first_position ORDER BY j.number), array_agg(r.last_position ORDER BY j.number),
             array_agg(r.fingerprint ORDER BY j.number), array_agg(r.answer ORDER BY j.number)
        INTO firsts, lasts, fingerprints, answers
        FROM unnest(j_scopes, j_keys) WITH ORDINALITY AS j(scope, key, number)
             JOIN receipts r ON r.scope = j.scope AND r.key = j.key
       WHERE states[j.number] = 2;
    END IF;
  END IF;

  IF cardinality(t_jobs) > 0 THEN
    PERFORM set_timers(states, t_jobs, t_ids, t_kinds, t_due_at, t_payloads, t_metadata);
  END IF;
END $$;

-- Timers of the jobs that were stored; where one is named twice, the last word counts.
CREATE FUNCTION set_timers(
  states int[], t_jobs int[], t_ids text[], t_kinds text[], t_due_at text[], t_payloads bytea[], t_metadata bytea[]
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH wanted AS (
    SELECT DISTINCT ON (t.id) t.*
      FROM unnest(t_jobs, t_ids, t_kinds, t_due_at, t_payloads, t_metadata)
           WITH ORDINALITY AS t(job, id, kind, due_at, payload, metadata, number)
     WHERE states[t.job] = 0
     ORDER BY t.id, t.number DESC
  ), taken_back AS (
    DELETE FROM timers WHERE timer_id IN (SELECT id FROM wanted WHERE due_at IS NULL)
  )
  INSERT INTO timers
    SELECT id, kind, due_at, payload, metadata FROM wanted WHERE due_at IS NOT NULL
    ON CONFLICT (timer_id) DO UPDATE
       SET kind = excluded.kind, due_at = excluded.due_at, payload = excluded.payload, metadata = excluded.metadata;
END $$;

-- What stands in the log stands: whoever was let in may read and add, and only the tables' owner could do more.
DO $$
DECLARE
  other text;
BEGIN
  FOR other IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
     WHERE table_schema = 'public' AND table_name = 'events' AND grantee <> current_user
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON events FROM %I', other);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON log_version FROM %I', other);
  END LOOP;
END $$;
