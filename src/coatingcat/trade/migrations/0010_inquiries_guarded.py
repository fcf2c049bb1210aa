"""An inquiry begins as sent and moves only as its table of moves says; its steps are only ever added to."""

from django.db import migrations

# The table of trade.rules.inquiries as it was when this was written; a test compares the two.
MOVES = {
    "SAMPLE": {
        "SENT": ("QUALIFIED", "DECLINED", "WITHDRAWN"),
        "QUALIFIED": ("APPROVED", "DECLINED", "WITHDRAWN"),
        "APPROVED": ("SHIPPED", "DECLINED", "WITHDRAWN"),
        "SHIPPED": ("DELIVERED", "CLOSED"),
        "DELIVERED": ("CLOSED",),
    },
    "TECHNICAL": {
        "SENT": ("QUALIFIED", "DECLINED", "ANSWERED", "WITHDRAWN"),
        "QUALIFIED": ("DECLINED", "ANSWERED", "WITHDRAWN"),
        "ANSWERED": ("QUALIFIED", "CLOSED"),
    },
    "QUOTE": {
        "SENT": ("QUALIFIED", "DECLINED", "QUOTED", "WITHDRAWN"),
        "QUALIFIED": ("DECLINED", "QUOTED", "WITHDRAWN"),
        "QUOTED": ("QUALIFIED", "ACCEPTED", "WITHDRAWN", "CLOSED"),
        "ACCEPTED": ("CLOSED",),
    },
}
ALLOWED = ", ".join(
    f"('{kind}', '{old}', '{new}')" for kind, table in MOVES.items() for old, ends in table.items() for new in ends
)

FORWARD = f"""
CREATE FUNCTION trade_inquiry_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'SENT' THEN
            RAISE EXCEPTION 'an inquiry begins as sent, not as %', NEW.state USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.kind <> OLD.kind OR NEW.buyer_id <> OLD.buyer_id OR NEW.seller_id IS DISTINCT FROM OLD.seller_id THEN
        RAISE EXCEPTION 'kind and parties of an inquiry stay' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND (NEW.kind, OLD.state, NEW.state) NOT IN ({ALLOWED}) THEN
        RAISE EXCEPTION 'an inquiry does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiry_moves BEFORE INSERT OR UPDATE ON trade_inquiry
    FOR EACH ROW EXECUTE FUNCTION trade_inquiry_moves();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON trade_inquirystep
    FOR EACH ROW EXECUTE FUNCTION privacy_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON trade_inquirystep
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only_rows ON trade_inquirystep;
DROP TRIGGER append_only_table ON trade_inquirystep;
DROP TRIGGER inquiry_moves ON trade_inquiry;
DROP FUNCTION trade_inquiry_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("trade", "0009_inquiries"), ("privacy", "0012_append_only_until_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
