-- The database and its two roles. As PostgreSQL's superuser; safe to repeat:
--
--     runuser -u postgres -- psql -v ON_ERROR_STOP=1 < postgresql.sql
--
-- lpcommunity_owner  owns the tables: migrations, restore, taking old years out of the audit record
-- lpcommunity        is what the service runs as: reads and writes rows, and can only add to the audit record
--
-- Their passwords are set afterwards (docs/operations.md), so that none stands in a file or a log.

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['lpcommunity_owner', 'lpcommunity']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT 'CREATE DATABASE lpcommunity OWNER lpcommunity_owner ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'lpcommunity') \gexec

REVOKE ALL ON DATABASE lpcommunity FROM PUBLIC;
GRANT CONNECT ON DATABASE lpcommunity TO lpcommunity;

\connect lpcommunity

-- PostgreSQL 14 still lets everybody make tables here.
ALTER SCHEMA public OWNER TO lpcommunity_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lpcommunity;

-- What is there, and whatever later migrations make.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lpcommunity;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO lpcommunity;
ALTER DEFAULT PRIVILEGES FOR ROLE lpcommunity_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lpcommunity;
ALTER DEFAULT PRIVILEGES FOR ROLE lpcommunity_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO lpcommunity;

-- But the audit record, however it comes about: made by a migration, made again by a later one, or granted by mistake.
-- A trigger of the table refuses the same. Where a hosted PostgreSQL allows no event trigger, leave the rest of this
-- file out, and say the REVOKE once, as the owner, after the first `lpcommunity db upgrade`.
CREATE OR REPLACE FUNCTION lpcommunity_audit_record_is_added_to() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    IF has_table_privilege('lpcommunity', to_regclass('public.audit_record'), 'UPDATE, DELETE, TRUNCATE') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON public.audit_record FROM lpcommunity;
    END IF;
    IF has_any_column_privilege('lpcommunity', to_regclass('public.audit_record'), 'UPDATE') THEN
        REVOKE ALL ON public.audit_record FROM lpcommunity;
        GRANT SELECT, INSERT ON public.audit_record TO lpcommunity;
    END IF;
    -- And what says which version fits the tables: the owner's next `db upgrade` goes by it.
    FOREACH name IN ARRAY ARRAY['public.alembic_version', 'public.schema_compatibility'] LOOP
        IF has_table_privilege('lpcommunity', to_regclass(name), 'INSERT, UPDATE, DELETE') THEN
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM lpcommunity', name);
        END IF;
    END LOOP;
END
$$;
SET client_min_messages = warning;
DROP EVENT TRIGGER IF EXISTS lpcommunity_audit_record_is_added_to;
CREATE EVENT TRIGGER lpcommunity_audit_record_is_added_to ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'GRANT')
    EXECUTE FUNCTION lpcommunity_audit_record_is_added_to();
-- As it is now.
GRANT USAGE ON SCHEMA public TO lpcommunity;
