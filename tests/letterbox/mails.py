"""Mails as authors' programs write them."""

from email.message import EmailMessage

AUTHOR = "herder@example.mn"
WORDS = "Эм одоо ч ирээгүй байна."


def mail(to, words=WORDS, *, sender=AUTHOR, number=1, **heads):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, "Re: News"
    made["Message-ID"] = f"<{number}@example.mn>"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made
