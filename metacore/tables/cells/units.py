"""Units as they stand before or after numbers, as a pattern: money, shares, measures, time, pieces."""

from __future__ import annotations

BEFORE = (
    r"(?:(?:US|AU?|CA?|HK|NZ|R|S|NT|MX)\$|\p{Sc}|(?:EUR|USD|GBP|CHF|JPY|CNY|RMB|SEK|NOK|DKK|PLN|CZK|HUF|INR|KRW|BRL|AUD"
    r"|CAD|NZD|SGD|HKD|TRY|RUB|ZAR|MXN|Rs\.?|SFr\.|Fr\.|kr\.?))"
)
_WORDS = (
    "percent|pct|Prozent|pp|Euro|euros?|dollars?|Cent|cents?|ct|zł|Kč|Ft|kr|Mio|元|万元|円|원|руб|тыс|"
    "seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|months?|years?|yrs?|yo|"
    "Sekunden?|Minuten?|Stunden?|Std|Tage?n?|Wochen?|Monate?n?|Jahre?n?|secondes?|heures?|jours?|semaines?|mois|ans?|"
    "segundos?|minutos?|horas?|días?|semanas?|mes|meses|años?|"
    "年|月|日|天|小时|时|分钟?|秒|岁|个|人|件|次|家|名|米|公里|千米|厘米|毫米|公斤|千克|克|吨|升|度|平方米|亩|"
    "pcs|pieces?|Stück|Stk|units?|Einheiten|persons?|people|Personen|personnes|personas|visitors?|"
    "mph|km/h|kph|kn|lbs?|oz|ft|inch(?:es)?|mi|miles?|yd|gal|pt|psi|mmHg|ppm|ppb|dBA?|IU|I\\.E\\.|U|rpm|px|dpi|ha|"
    "mg/dL|bpm"
)
_SMALL = r"[YZEPTGMkhdcmµμunp]?(?:m|g|l|L|s|t|Hz|Pa|Wh|eV|Ω|Ohm|mol|bar|cal|bit|Gy|Sv|Bq|lm|lx)"
_LARGE = r"[GMkcmµμnp](?:W|V|J|N|A|F|B|K)|[TGMk]i?B"
_ONE = rf"(?:{_SMALL}|{_LARGE}|{_WORDS})(?:\^?-?[234]|²|³|⁻¹|⁻²)?\.?"
AFTER = rf"(?:[%‰％]|[°º]\s?[CFK]?|℃|℉|{BEFORE}|{_ONE}|(?:{_ONE}|{BEFORE}|%)(?:\s?[/·*]\s?{_ONE})+)"
