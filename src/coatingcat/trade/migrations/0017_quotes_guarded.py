"""A quote moves only as its table of moves says; what was offered is fixed, whoever would change it."""

from django.db import migrations

# The table of trade.rules.quotes as it was when this was written; a test compares the two.
MOVES = {
    "draft": ("offered", "withdrawn"),
    "offered": ("accepted", "declined", "countered", "expired", "withdrawn", "superseded", "passed_over"),
    "countered": ("superseded", "expired", "withdrawn", "passed_over"),
}
ALLOWED = ", ".join(f"('{old}', '{new}')" for old, ends in MOVES.items() for new in ends)
TERMS = ("inquiry_id", "version", "incoterm", "place", "currency", "freight", "lead_days", "payment", "valid_until")
LINE = ("quote_id", "position", "name", "sku", "pack_size", "pack_unit", "packs", "multiple")


def _row(of: str, columns: tuple[str, ...]) -> str:
    return f"({', '.join(f'{of}.{column}' for column in columns)})"


FORWARD = f"""
CREATE FUNCTION trade_quote_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a quote begins as a draft, not as %', NEW.state USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({ALLOWED}) THEN
        RAISE EXCEPTION 'a quote does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND {_row("NEW", TERMS)} IS DISTINCT FROM {_row("OLD", TERMS)} THEN
        RAISE EXCEPTION 'terms that were offered stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_moves BEFORE INSERT OR UPDATE ON trade_quote
    FOR EACH ROW EXECUTE FUNCTION trade_quote_moves();

CREATE FUNCTION trade_quote_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND {_row("NEW", LINE)} IS NOT DISTINCT FROM {_row("OLD", LINE)} THEN
        RETURN NEW;  -- the catalogue or an offer went; what was promised did not
    END IF;
    IF (SELECT state FROM trade_quote WHERE id = NEW.quote_id) <> 'draft' THEN
        RAISE EXCEPTION 'lines that were offered stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_line_stays BEFORE INSERT OR UPDATE ON trade_quoteline
    FOR EACH ROW EXECUTE FUNCTION trade_quote_line_stays();

CREATE FUNCTION trade_quote_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT quote.state FROM trade_quote quote JOIN trade_quoteline line ON line.quote_id = quote.id
        WHERE line.id = NEW.line_id) <> 'draft' THEN
        RAISE EXCEPTION 'prices that were offered stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quote_step_stays BEFORE INSERT OR UPDATE ON trade_quotestep
    FOR EACH ROW EXECUTE FUNCTION trade_quote_step_stays();
"""
BACKWARD = """
DROP TRIGGER quote_step_stays ON trade_quotestep;
DROP FUNCTION trade_quote_step_stays();
DROP TRIGGER quote_line_stays ON trade_quoteline;
DROP FUNCTION trade_quote_line_stays();
DROP TRIGGER quote_moves ON trade_quote;
DROP FUNCTION trade_quote_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0016_quotes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
