"""The database lets orders, changes and returns move by the table alone, and steps be added only."""

from django.db import migrations

# As the rules were then (`rules.MOVES`); a contract test compares the two, so that a change of one needs a migration.
MOVES = {
    "order": {
        "requested": ("cancelled", "placed"),
        "placed": ("cancelled", "confirmed"),
        "confirmed": ("cancelled", "delivered", "delivering"),
        "delivering": ("delivered",),
        "delivered": ("completed",),
    },
    "amendment": {
        "proposed": ("accepted", "lapsed", "refused", "withdrawn"),
    },
    "return": {
        "asked": ("agreed", "refused", "withdrawn"),
        "agreed": ("received", "settled"),
        "received": ("settled",),
    },
}
TABLE = """
CREATE TABLE trade_move (noun text NOT NULL, old text NOT NULL, new text NOT NULL, PRIMARY KEY (noun, old, new));
CREATE FUNCTION trade_only_allowed_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM trade_move AS move
        WHERE move.noun = TG_ARGV[0] AND move.old = OLD.state AND move.new = NEW.state
    ) THEN
        RAISE EXCEPTION '%: no move from % to %', TG_ARGV[0], OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER allowed_moves BEFORE UPDATE OF state ON trade_order
    FOR EACH ROW EXECUTE FUNCTION trade_only_allowed_moves('order');
CREATE TRIGGER allowed_moves BEFORE UPDATE OF state ON trade_amendment
    FOR EACH ROW EXECUTE FUNCTION trade_only_allowed_moves('amendment');
CREATE TRIGGER allowed_moves BEFORE UPDATE OF state ON trade_return
    FOR EACH ROW EXECUTE FUNCTION trade_only_allowed_moves('return');
"""
MOVE = "INSERT INTO trade_move (noun, old, new) VALUES (%s, %s, %s)"
UNDO = """
DROP TRIGGER allowed_moves ON trade_order;
DROP TRIGGER allowed_moves ON trade_amendment;
DROP TRIGGER allowed_moves ON trade_return;
DROP FUNCTION trade_only_allowed_moves();
DROP TABLE trade_move;
"""
# An erasure may still take the words of a step away; when, by whom and what stays as it was until its time is over.
STEPS = """
CREATE FUNCTION trade_steps_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.note IS NULL
        AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND current_setting('coatingcat.sweeping', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON trade_orderstep
    FOR EACH ROW EXECUTE FUNCTION trade_steps_only_added();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON trade_orderstep
    FOR EACH STATEMENT EXECUTE FUNCTION trade_steps_only_added();
"""
UNDO_STEPS = """
DROP TRIGGER append_only_rows ON trade_orderstep;
DROP TRIGGER append_only_table ON trade_orderstep;
DROP FUNCTION trade_steps_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0007_execution")]
    operations = [
        migrations.RunSQL(
            [
                TABLE,
                *(
                    (MOVE, [noun, old, new])
                    for noun, moves in MOVES.items()
                    for old, allowed in moves.items()
                    for new in allowed
                ),
            ],
            UNDO,
        ),
        migrations.RunSQL(STEPS, UNDO_STEPS),
    ]
