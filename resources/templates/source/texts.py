"""The words of the ready-made templates in each language, with their placeholders."""

from __future__ import annotations

WHOM = "{{ contact.full_name or organization.legal_name or organization.name }}"
FIRM = "{{ firm.legal_name or firm.name }}"
_PLACE = "{{ place.postcode }}{% if place.postcode and place.city %} {% endif %}{{ place.city }}"

LETTER = {
    "en": {
        "title": f"Letter to {WHOM}",
        "page": ("Page", "of"),
        "subject": "Your contact details in our records",
        "dear": "Dear {% if contact.given_name or contact.surname %}{% if contact.prefix %}{{ "
        "contact.prefix }} "
        "{% endif %}{{ contact.given_name }}{% if contact.given_name and contact.surname %} {% endif %}"
        "{{ contact.surname }}{% else %}Sir or Madam{% endif %},",
        "thanks": "Thank you for staying in touch with us. Once a year we check that what we have "
        "noted about "
        "our partners is still right, so that calls, letters and invitations reach you.",
        "work": "We have noted that you work{% if contact.job_title %} as {{ contact.job_title "
        "}}{% endif %} at "
        "{{ organization.name }}{% if organization.fiscal_code %} (fiscal code {{ "
        "organization.fiscal_code }})"
        "{% endif %}. If this has changed, please let us know.",
        "phones": "These are the telephone numbers under which we can reach you:",
        "columns": ("Kind", "Number"),
        "mail": "We write to you at {{ contact.email }}.",
        "end": "If anything is wrong or missing, a short answer to this letter is enough. We shall "
        "correct it the "
        "same day.",
        "regards": "Yours sincerely,",
    },
    "ro": {
        "title": f"Scrisoare către {WHOM}",
        "page": ("Pagina", "din"),
        "subject": "Datele dumneavoastră de contact din evidența noastră",
        "dear": "Bună ziua{% if contact.given_name or contact.surname %}, {% if contact.prefix %}"
        "{{ contact.prefix }} {% endif %}{{ contact.given_name }}{% if contact.given_name and "
        "contact.surname %} "
        "{% endif %}{{ contact.surname }}{% endif %},",
        "thanks": "Vă mulțumim că păstrați legătura cu noi. O dată pe an verificăm dacă datele "
        "partenerilor noștri "
        "mai sunt actuale, pentru ca apelurile, scrisorile și invitațiile să ajungă la dumneavoastră.",
        "work": "În evidența noastră figurează organizația {{ organization.name }}"
        "{% if organization.fiscal_code %} (cod fiscal {{ organization.fiscal_code }}){% endif %}"
        "{% if contact.job_title %}, funcția: {{ contact.job_title }}{% endif %}. Dacă s-a "
        "schimbat ceva, vă rugăm "
        "să ne anunțați.",
        "phones": "Acestea sunt numerele de telefon la care vă putem contacta:",
        "columns": ("Tip", "Număr"),
        "mail": "Vă scriem la adresa {{ contact.email }}.",
        "end": "Dacă ceva este greșit sau lipsește, este suficient un răspuns scurt la această "
        "scrisoare. Vom "
        "corecta datele în aceeași zi.",
        "regards": "Cu stimă,",
    },
    "ru": {
        "title": f"Письмо: {WHOM}",
        "page": ("Страница", "из"),
        "subject": "Ваши контактные данные в нашей картотеке",
        "dear": "Здравствуйте{% if contact.given_name and contact.patronymic %}, {{ contact.given_name }} "
        "{{ contact.patronymic }}{% elif contact.given_name or contact.surname %}, {{ contact.given_name }}"
        "{% if contact.given_name and contact.surname %} {% endif %}{{ contact.surname }}{% endif %}!",
        "thanks": "Благодарим вас за то, что вы остаётесь с нами на связи. Раз в год мы проверяем, "
        "не устарели ли "
        "сведения о наших партнёрах, чтобы звонки, письма и приглашения доходили до вас.",
        "work": "По нашим сведениям, вы представляете организацию {{ organization.name }}"
        "{% if organization.fiscal_code %} (фискальный код {{ organization.fiscal_code }}){% endif %}"
        "{% if contact.job_title %}, должность: {{ contact.job_title }}{% endif %}. Если что-то изменилось, "
        "пожалуйста, сообщите нам.",
        "phones": "Телефоны, по которым мы можем с вами связаться:",
        "columns": ("Вид", "Номер"),
        "mail": "Мы пишем вам на адрес {{ contact.email }}.",
        "end": "Если что-то указано неверно или пропущено, достаточно короткого ответа на это "
        "письмо. Мы исправим "
        "данные в тот же день.",
        "regards": "С уважением,",
    },
}

OFFER = {
    "en": {
        "name": "Offer", "number": "Offer no. {{ number }} of {{ today }}", "to": "To",
        "thanks": "Thank you for your interest. We are pleased to offer you the following:",
        "columns": ("No.", "Goods or services", "Quantity", "Price", "Amount"), "total": "Total",
        "valid": "This offer is valid for 30 days from its date. The time of delivery is agreed "
        "with the order.",
        "ask": "Please call or write to us if you have any questions.", "regards": "Yours sincerely,",
    },
    "ro": {
        "name": "Ofertă", "number": "Oferta nr. {{ number }} din {{ today }}", "to": "Către",
        "thanks": "Vă mulțumim pentru interesul acordat. Avem plăcerea să vă oferim următoarele:",
        "columns": ("Nr.", "Produse sau servicii", "Cantitate", "Preț", "Valoare"), "total": "Total",
        "valid": "Oferta este valabilă 30 de zile de la data emiterii. Termenul de livrare se "
        "stabilește la comandă.",
        "ask": "Pentru orice întrebare vă stăm cu plăcere la dispoziție.", "regards": "Cu stimă,",
    },
    "ru": {
        "name": "Коммерческое предложение",
        "number": "Коммерческое предложение № {{ number }} от {{ today }}", "to": "Кому",
        "thanks": "Благодарим вас за интерес к нашей компании. Предлагаем вам следующее:",
        "columns": ("№", "Товары или услуги", "Кол-во", "Цена", "Сумма"), "total": "Итого",
        "valid": "Предложение действительно 30 дней со дня составления. Срок поставки согласуется "
        "при заказе.",
        "ask": "По всем вопросам обращайтесь к нам, мы будем рады помочь.", "regards": "С уважением,",
    },
}  # fmt: skip

CONTRACT = {
    "en": {
        "name": "Contract", "number": "Service contract no. {{ number }}",
        "where": "{{ firm.city }}\t{{ today }}",
        "parties": f"{FIRM}{{% if firm.head %}}, represented by "
        "{{ firm.head_position or 'its director' }} {{ firm.head }}{% endif %}, "
        "hereinafter the Contractor, and {{ organization.legal_name or organization.name or "
        "contact.full_name }}"
        "{% if organization.head %}, represented by {{ organization.head_position or 'its director' }} "
        "{{ organization.head }}{% endif %}, hereinafter the Client, have agreed as follows:",
        "clauses": (
            ("1. Subject", ("1.1. The Contractor renders to the Client the services described in "
                            "the annex; the "
                            "Client accepts and pays for them.",)),
            ("2. Price and payment", ("2.1. The price of the services is stated in the annex.",
                                      "2.2. The Client pays within 10 days of the signing of the act of "
                                      "acceptance.")),
            ("3. Term", ("3.1. The contract comes into force on the day it is signed by both "
                         "parties and is valid "
                         "for one year.",)),
            ("4. Liability", ("4.1. A party that does not perform its obligations compensates the "
                              "other for the "
                              "damage caused.",)),
            ("5. Final provisions", ("5.1. Changes are valid only in writing, signed by both parties.",
                                     "5.2. The contract is made in two copies, one for each party.")),
        ),
        "details": "6. Details and signatures", "ours": "Contractor", "theirs": "Client",
        "labels": ("Fiscal code", "Account", "Bank", "Tel."), "sign": "Signature",
    },
    "ro": {
        "name": "Contract", "number": "Contract de prestări servicii nr. {{ number }}",
        "where": "{{ firm.city }}\t{{ today }}",
        "parties": f"{FIRM}{{% if firm.head %}}, reprezentată prin "
        "{{ firm.head_position or 'administrator' }} {{ firm.head }}{% endif %}, "
        "în calitate de Prestator, și {{ organization.legal_name or organization.name or contact.full_name }}"
        "{% if organization.head %}, reprezentată prin {{ organization.head_position or 'administrator' }} "
        "{{ organization.head }}{% endif %}, în calitate de Beneficiar, au convenit următoarele:",
        "clauses": (
            ("1. Obiectul contractului", ("1.1. Prestatorul prestează Beneficiarului serviciile "
                                          "descrise în anexă, "
                                          "iar Beneficiarul le recepționează și le achită.",)),
            ("2. Prețul și plata", ("2.1. Prețul serviciilor este stabilit în anexă.",
                                    "2.2. Plata se face în termen de 10 zile de la semnarea "
                                    "procesului-verbal de "
                                    "recepție.")),
            ("3. Durata", ("3.1. Contractul intră în vigoare la data semnării de către ambele părți și este "
                           "valabil un an.",)),
            ("4. Răspunderea", ("4.1. Partea care nu își execută obligațiile despăgubește cealaltă "
                                "parte pentru "
                                "prejudiciul cauzat.",)),
            ("5. Dispoziții finale", ("5.1. Contractul se modifică numai în scris, prin acordul "
                                      "ambelor părți.",
                                      "5.2. Contractul este încheiat în două exemplare, câte unul "
                                      "pentru fiecare "
                                      "parte.")),
        ),
        "details": "6. Datele și semnăturile părților", "ours": "Prestator", "theirs": "Beneficiar",
        "labels": ("Cod fiscal", "Cont", "Banca", "Tel."), "sign": "Semnătura",
    },
    "ru": {
        "name": "Договор", "number": "Договор № {{ number }} оказания услуг",
        "where": "{{ firm.city }}\t{{ today }}",
        "parties": f"{FIRM}, именуемое в дальнейшем «Исполнитель»{{% if firm.head %}}, в лице "
        "{{ (firm.head_position or 'директор')|case('genitive') }} {{ firm.head|case('genitive') }}, "
        "действующего на основании {{ firm.head_basis or 'Устава' }}{% endif %}, с одной стороны, и "
        "{{ organization.legal_name or organization.name or contact.full_name }}, именуемое в "
        "дальнейшем «Заказчик»"
        "{% if organization.head %}, в лице {{ (organization.head_position or "
        "'директор')|case('genitive') }} "
        "{{ organization.head|case('genitive') }}, действующего на основании "
        "{{ organization.head_basis or 'Устава' }}{% endif %}, с другой стороны, заключили "
        "настоящий договор о "
        "нижеследующем:",
        "clauses": (
            ("1. Предмет договора", ("1.1. Исполнитель оказывает Заказчику услуги, описанные в приложении, а "
                                     "Заказчик принимает и оплачивает их.",)),
            ("2. Цена и порядок оплаты", ("2.1. Цена услуг указана в приложении.",
                                          "2.2. Заказчик производит оплату в течение 10 дней со "
                                          "дня подписания "
                                          "акта.")),
            ("3. Срок действия", ("3.1. Договор вступает в силу со дня подписания обеими сторонами "
                                  "и действует "
                                  "один год.",)),
            ("4. Ответственность сторон", ("4.1. Сторона, не исполнившая своих обязательств, "
                                           "возмещает другой "
                                           "стороне причинённые убытки.",)),
            ("5. Прочие условия", ("5.1. Изменения действительны, если совершены в письменной "
                                   "форме и подписаны "
                                   "обеими сторонами.",
                                   "5.2. Договор составлен в двух экземплярах, по одному для "
                                   "каждой стороны.")),
        ),
        "details": "6. Реквизиты и подписи сторон", "ours": "Исполнитель", "theirs": "Заказчик",
        "labels": ("ИНН / код", "Счёт", "Банк", "Тел."), "sign": "Подпись",
    },
}  # fmt: skip

ACT = {
    "en": {
        "name": "Act of acceptance", "number": "Act of acceptance no. {{ number }}",
        "text": f"{FIRM} (the Contractor) has rendered and "
        "{{ organization.legal_name or organization.name or contact.full_name }} (the Client) has "
        "accepted the "
        "following services:",
        "columns": ("No.", "Services", "Unit", "Quantity", "Amount"), "total": "Total",
        "end": "The services were rendered in full and on time. The Client has no claims as to "
        "their scope and "
        "quality.",
        "day": "Made on {{ today|date_in_words }}.",
    },
    "ro": {
        "name": "Proces-verbal", "number": "Proces-verbal de recepție nr. {{ number }}",
        "text": f"{FIRM} (Prestatorul) a prestat, iar "
        "{{ organization.legal_name or organization.name or contact.full_name }} (Beneficiarul) a "
        "recepționat "
        "următoarele servicii:",
        "columns": ("Nr.", "Servicii", "U.M.", "Cantitate", "Valoare"), "total": "Total",
        "end": "Serviciile au fost prestate integral și la termen. Beneficiarul nu are obiecții "
        "privind volumul și "
        "calitatea acestora.",
        "day": "Încheiat la {{ today|date_in_words }}.",
    },
    "ru": {
        "name": "Акт", "number": "Акт № {{ number }} сдачи-приёмки услуг",
        "text": f"{FIRM} (Исполнитель) оказал, а "
        "{{ organization.legal_name or organization.name or contact.full_name }} (Заказчик) принял следующие "
        "услуги:",
        "columns": ("№", "Услуги", "Ед.", "Кол-во", "Сумма"), "total": "Итого",
        "end": "Услуги оказаны полностью и в срок. Претензий по объёму и качеству услуг Заказчик не имеет.",
        "day": "Составлен: {{ today|date_in_words }}.",
    },
}  # fmt: skip

ENVELOPE = {
    "en": {"name": "Envelope", "from": "From", "to": "To", "place": _PLACE},
    "ro": {"name": "Plic", "from": "Expeditor", "to": "Destinatar", "place": _PLACE},
    "ru": {"name": "Конверт", "from": "От кого", "to": "Кому", "place": _PLACE},
}
LABELS = {"en": {"name": "Address labels"}, "ro": {"name": "Etichete"}, "ru": {"name": "Наклейки"}}
CONTACT_SHEET = {
    "en": {"name": "Contact sheet", "title": "Contacts", "page": ("Page", "of"),
           "columns": ("No.", "Name", "Organization", "Phone", "E-mail", "Address")},
    "ro": {"name": "Listă de contacte", "title": "Contacte", "page": ("Pagina", "din"),
           "columns": ("Nr.", "Nume", "Organizație", "Telefon", "E-mail", "Adresă")},
    "ru": {"name": "Список контактов", "title": "Контакты", "page": ("Страница", "из"),
           "columns": ("№", "Имя", "Организация", "Телефон", "E-mail", "Адрес")},
}  # fmt: skip
