import type { AdminWords } from '../addin/words/admin-en.ts';
import type { Words } from '../addin/words/en.ts';
import type { ViewWords } from '../addin/words/views-en.ts';
import type { WindowWords } from '../addin/words/windows-en.ts';
import type { Wording } from '../server/http/wording-en.ts';

/** The fields of a contact. */
const fields = {
  salutation: 'Anrede',
  firstName: 'Vorname',
  middleName: 'Zweiter Vorname',
  lastName: 'Nachname',
  suffix: 'Namenszusatz',
  title: 'Position',
  company: 'Firma',
  department: 'Abteilung',
  email: 'E-Mail',
  phone: 'Telefon (geschäftlich)',
  mobilePhone: 'Mobiltelefon',
  homePhone: 'Telefon (privat)',
  otherPhone: 'Weiteres Telefon',
  fax: 'Fax',
  assistantName: 'Name der Assistenz',
  assistantPhone: 'Telefon der Assistenz',
  birthdate: 'Geburtstag',
  notes: 'Notizen',
  mailingAddress: 'Geschäftsadresse',
  otherAddress: 'Privatadresse',
};

/** What the page says from the first. */
export const page: Words = {
  direction: 'ltr',
  places: { people: 'Personen', activity: 'Verlauf', settings: 'Einstellungen' },
  sections: 'Bereiche',
  signOut: 'Abmelden',
  again: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  more: 'Mehr zeigen',
  loading: 'Wird geladen …',
  working: 'Einen Moment …',
  problems: {
    title: 'Ein Problem',
    unreachable: 'Cardbridge ist nicht erreichbar. Bitte prüfen Sie die Verbindung.',
    answer: (status) => `Die Antwort von Cardbridge war nicht zu verstehen (${status}).`,
    unexpected: 'In dieser Seite ist etwas schiefgegangen.',
    timeout: 'Cardbridge hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es noch einmal.',
  },
  busy: (at) => `Gerade waren es zu viele Anfragen. Cardbridge versucht es um ${at} von selbst noch einmal.`,
  offline: {
    text: 'Cardbridge ist nicht erreichbar. Sie sehen, was zuletzt bekannt war; schalten lässt sich erst wieder etwas, wenn die Verbindung da ist.',
    back: 'Die Verbindung ist wieder da.',
  },
  signIn: {
    contactsOf: (name) => `Kontakte von ${name}`,
    as: (name) => `Angemeldet als ${name}`,
    differs: (own, mailbox) =>
      `Dies sind die Kontakte von ${own}, geöffnet ist aber das Postfach ${mailbox}. Was Sie hier einschalten, ändert die Kontakte jenes Postfachs nicht.`,
    another: 'Als jemand anderes anmelden',
  },
  sync: {
    now: 'Jetzt abgleichen',
    running: 'Abgleich läuft …',
    resume: 'Fortsetzen',
    never: 'Noch kein Abgleich',
    off: 'Der Kontaktabgleich ist aus',
    paused: 'Angehalten',
    good: (at) => `Abgeglichen · ${at}`,
    needYou: (n) => (n === 1 ? '1 braucht Sie' : `${n} brauchen Sie`),
    lastAt: (at) => `Letzter Abgleich ${at}`,
    progress: (done, total) => `Abgleich: ${done} von ${total} Kontakten`,
    preparing: 'Abgleich: Beide Seiten werden verglichen …',
    queued: 'Der Abgleich beginnt gleich …',
  },
  item: {
    title: { message: 'In dieser Nachricht', draft: 'In Ihrer Nachricht', appointment: 'In diesem Termin' },
    nothing: 'Öffnen Sie eine Nachricht oder einen Termin, um die Personen hier zu sehen. Die Suche geht auch so.',
    'nothing-or-several': 'Nichts ist geöffnet, oder mehrere Nachrichten sind ausgewählt. Wählen Sie eine aus.',
    encrypted: 'Diese Nachricht ist verschlüsselt; ihre Personen sind hier nicht lesbar. Die Suche geht trotzdem.',
    unsupported: 'Diese Art von Nachricht hat keine Personen zum Abgleichen. Die Suche geht trotzdem.',
    refused: 'Outlook hat nicht gesagt, wer darin steht. Die Suche geht trotzdem.',
    reading: 'Die Personen werden gelesen …',
    nobody: 'Außer Ihnen steht niemand darin.',
    shared: (name) => `Dies ist ein freigegebenes Postfach. Was Sie hier einschalten, sind die Kontakte von ${name}.`,
    changed: (n) => (n === 1 ? 'Jetzt zu sehen: 1 Person' : `Jetzt zu sehen: ${n} Personen`),
    added: (n, name) => (n === 1 ? `${name} kam dazu.` : `${n} Personen kamen dazu.`),
    removed: (n, name) => (n === 1 ? `${name} ist nicht mehr dabei.` : `${n} Personen sind nicht mehr dabei.`),
  },
  notice: {
    turnOn: 'Abgleich einschalten',
    makeAgain: 'Den Ordner aus Salesforce neu anlegen',
    turnOff: 'Abgleich ausschalten',
    review: 'Plan ansehen',
    filter: 'Anderen Filter wählen',
    look: 'Neu nachsehen',
  },
  counts: {
    itemsCreated: (n) => `${n} in Outlook hinzugefügt`,
    itemsUpdated: (n) => `${n} in Outlook geändert`,
    itemsDeleted: (n) => `${n} in Outlook entfernt`,
    recordsCreated: (n) => `${n} in Salesforce hinzugefügt`,
    recordsUpdated: (n) => `${n} in Salesforce geändert`,
    recordsDeleted: (n) => `${n} in Salesforce gelöscht`,
    conflicts: (n) => (n === 1 ? '1 Konflikt' : `${n} Konflikte`),
    refused: (n) => (n === 1 ? '1 braucht Aufmerksamkeit' : `${n} brauchen Aufmerksamkeit`),
  },
  nothing: 'Nichts zu tun: Beide Seiten sind gleich.',
  states: {
    queued: 'Beginnt',
    running: 'Läuft',
    done: 'Fertig',
    failed: 'Fehlgeschlagen',
    held: 'Zurückgehalten',
    stopped: 'Angehalten',
  },
  status: {
    'needs attention': 'Braucht Aufmerksamkeit',
    conflict: 'Konflikt',
    waiting: 'Wartet',
    'stopped by you': 'Von Ihnen angehalten',
    synced: 'Abgeglichen',
    'in Salesforce, outside your view': 'In Salesforce, nicht in Ihrer Ansicht',
    'not synced': 'Nicht abgeglichen',
  },
  people: {
    search: 'Nach Name oder Adresse suchen',
    checking: 'Wird geprüft …',
    switching: 'Wird umgeschaltet …',
    details: (name) => `Einzelheiten zu ${name}`,
    undo: 'Rückgängig',
    undoLabel: (name) => `Das Umschalten von ${name} rückgängig machen`,
    undoneBut: (n) =>
      n === 1
        ? 'Rückgängig gemacht, bis auf 1 spätere Änderung: siehe Verlauf.'
        : `Rückgängig gemacht, bis auf ${n} spätere Änderungen: siehe Verlauf.`,
    knownAt: (at) => `Stand ${at}`,
    colleagues: (n) => (n === 1 ? '1 Person aus Ihrer Firma' : `${n} Personen aus Ihrer Firma`),
    stopDetail: 'Der Kontakt bleibt in Outlook, außerhalb des Ordners; auch der in Salesforce bleibt.',
    stopOrRemove:
      'Beim Behalten bleibt der Kontakt in Outlook, außerhalb des Ordners, und auch der in Salesforce. Beim Entfernen werden beide gelöscht.',
    noName: 'Ohne Namen',
    noEmail: 'Ohne E-Mail-Adresse',
    sync: (name, status) => `${name} abgleichen (${status})`,
    changed: (name, status) => `${name}: ${status}`,
    stopTitle: (name) => `${name} nicht mehr abgleichen?`,
    keepBoth: 'Anhalten, beide behalten',
    remove: 'Auch aus Salesforce entfernen',
  },
};

/** What later views read. */
export const views: ViewWords = {
  outlook: {
    titles: { unreachable: 'Outlook antwortet nicht', 'not-outlook': 'Dies ist nicht Outlook' },
    unreachable:
      'Der Teil von Outlook, den Add-Ins brauchen, konnte nicht geladen werden. Bitte prüfen Sie die Verbindung, und laden Sie Cardbridge neu.',
    'not-outlook': 'Diese Seite gehört in Outlook. Außerhalb hat Cardbridge eine eigene Seite.',
    open: 'Cardbridge hier öffnen',
  },
  first: {
    title: 'Willkommen bei Cardbridge',
    done: 'erledigt',
    steps: { connect: 'Salesforce verbinden', filter: 'Ihre Kontakte wählen', sync: 'Der erste Abgleich' },
    connect:
      'Cardbridge liest und schreibt in Salesforce als Sie, mit Ihren eigenen Rechten. Vor dem ersten Abgleich wird nichts angerührt.',
    start: 'Ersten Abgleich starten',
    effect: (n, folder, others = '') => {
      const arrive = n === 1 ? '1 Kontakt kommt' : `${n} Kontakte kommen`;
      if (others !== '')
        return `${n === 0 ? `Ein neuer Ordner „${folder}“ wird angelegt` : `${arrive} in einen neuen Ordner, „${folder}“`}. Außerdem: ${others}.`;
      if (n === 0)
        return `Noch passt kein Kontakt zu diesem Filter: Es wird nur ein neuer Ordner „${folder}“ angelegt.`;
      return `${arrive} in einen neuen Ordner, „${folder}“; sonst wird nichts angerührt.`;
    },
    goOn: 'Sie können inzwischen weiterarbeiten und Cardbridge schließen.',
  },
  card: {
    title: (name) => `Ein neuer Kontakt: ${name}`,
    toCheck: 'Der Name ist aus der Adresse gebildet.',
    check: 'Bitte prüfen',
    lead: (name) => `Salesforce hat einen offenen Lead mit dieser Adresse: ${name}. Er bleibt, wie er ist.`,
    unreachable: (why) => `Dies ist aus dem gebildet, was hier bekannt ist. ${why}`,
    wanting: 'Bitte ausfüllen.',
    confirm: 'Einschalten',
    what: 'Der Kontakt wird in Outlook und in Salesforce angelegt.',
    from: {
      name: 'Aus dem Namen übernommen.',
      synced: 'Nach Ihren abgeglichenen Kontakten vorgeschlagen.',
      salesforce: 'Von Salesforce vorgeschlagen.',
    },
    account: (name) => `Wird mit dem Account ${name} verknüpft.`,
    noAccount: 'Kein Account in Salesforce passt; der Kontakt bekommt keinen.',
    accountByName: 'Der Account dieses Namens wird verknüpft, wenn Salesforce einen hat.',
    yes: 'Ja',
    no: 'Nein',
    address: { street: 'Straße', city: 'Ort', postalCode: 'Postleitzahl', state: 'Bundesland', country: 'Land' },
  },
  fix: {
    title: (name: string) => `Richtigstellen: ${name}`,
    save: 'Speichern und erneut versuchen',
    what: 'Geändert wird in Outlook, und von dort geht es nach Salesforce.',
    tooLong: (length: number, limit: number) => `${length} Zeichen: Höchstens ${limit} passen.`,
    notOffered: 'Das bietet Salesforce nicht an. Bitte wählen Sie etwas anderes.',
    none: 'Nichts',
  },
  search: {
    noneSynced: 'Keiner Ihrer abgeglichenen Kontakte passt.',
    inSalesforce: 'In Salesforce',
    inOutlook: 'In Ihren Outlook-Kontakten',
    noneElsewhere: 'Sonst passt niemand.',
    more: 'Dies sind die ersten. Schreiben Sie mehr, um andere zu sehen.',
    lookInOutlook: 'In meinen Outlook-Kontakten nachsehen',
    lookHint: 'Ihre anderen Kontakte werden nur dafür angesehen, und nichts davon wird aufbewahrt.',
    found: (n) => (n === 1 ? '1 Kontakt in Outlook gefunden' : `${n} Kontakte in Outlook gefunden`),
    switchOn: 'Einschalten',
    switchOnLabel: (name) => `Einschalten: ${name}`,
  },
  blocklist: {
    title: 'Nie abgleichen',
    hint: 'Diese Adressen und Domänen werden nie abgeglichen, in keiner Richtung. Was schon auf beiden Seiten ist, bleibt, wie es ist.',
    label: 'Adresse oder Domäne',
    example: 'name@example.com',
    add: 'Hinzufügen',
    remove: 'Entfernen',
    removeLabel: (entry) => `${entry} entfernen`,
    domain: (entry) => `Alle ${entry}`,
    wrong: 'Bitte geben Sie eine Adresse an, wie name@example.com, oder eine Domäne, wie example.com.',
    there: 'Das steht schon in der Liste.',
  },
  signIn: {
    title: 'Anmelden',
    sample: 'Oder ohne Anmeldung, als Beispielperson',
    enter: 'Anmelden',
    otherWay: 'In einem Fenster anmelden',
    support: 'Hilfe zu Cardbridge',
    consentTitle: 'Die Erlaubnis fehlt',
    consentLink: 'Link für Ihre Administration',
    copyLink: 'Link für Ihre Administration kopieren',
    linkCopied: 'Der Link ist kopiert.',
    ended: 'Ihre Anmeldung ist abgelaufen. Melden Sie sich wieder an; dann geht es weiter, wo Sie waren.',
    why: {
      'sign-in-needed': 'Melden Sie sich mit Ihrem Firmenkonto an, um zu sehen, wer in Salesforce ist.',
      'consent-needed':
        'Ihre Firma hat Cardbridge noch nicht zugelassen. Ihre Administration kann es einmal für alle erlauben: Schicken Sie ihr den Link, und versuchen Sie es danach noch einmal. Dürfen Sie es selbst erlauben, werden Sie bei „Noch einmal versuchen“ gefragt.',
      'timed-out': 'Die Anmeldung hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
      cancelled: 'Die Anmeldung wurde nicht beendet. Bitte versuchen Sie es noch einmal.',
      blocked:
        'Zum Anmelden konnte kein Fenster geöffnet werden. Bitte erlauben Sie dieser Seite Fenster, und versuchen Sie es noch einmal.',
      'already-open':
        'Es ist schon ein Fenster von Cardbridge offen, daher geht kein weiteres auf. Machen Sie dort weiter, oder schließen Sie es, und versuchen Sie es noch einmal.',
      refused:
        'Cardbridge nimmt diese Anmeldung nicht an. Versuchen Sie es noch einmal, oder fragen Sie Ihre Administration.',
      'not-allowed':
        'Dieses Konto gehört zu keiner der Organisationen, die Cardbridge hier nutzen. Melden Sie sich mit einem anderen an, oder fragen Sie Ihre Administration.',
      unavailable: 'Der Anmeldedienst ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.',
      unreachable: 'Die Anmeldung ist nicht erreichbar. Bitte prüfen Sie die Verbindung.',
      impossible:
        'Hier kann man sich nicht anmelden. Öffnen Sie Cardbridge in einem neueren Outlook, oder fragen Sie Ihre Administration.',
    },
    admin: 'Administration',
    services: { graph: 'Microsoft 365', ews: 'Exchange', google: 'Gmail' },
  },
  sync: {
    title: 'Abgleich',
    pause: 'Anhalten',
    last: 'Letzter Abgleich',
    next: 'Nächster Abgleich',
    onRequest: 'Auf Ihre Anforderung',
    folder: (name) => `Ihre Kontakte liegen im Ordner „${name}“ unter Kontakte in Outlook.`,
  },
  salesforce: {
    connect: 'Salesforce verbinden',
    waiting: 'Bitte machen Sie im anderen Fenster weiter.',
    noWindows: (address: string) =>
      `Dieses Outlook öffnet keine Fenster. Öffnen Sie ${address} in einem Browser, melden Sie sich an, und verbinden Sie Salesforce dort.`,
    blocked:
      'Das Fenster für Salesforce ließ sich nicht öffnen. Erlauben Sie dieser Seite Fenster und versuchen Sie es noch einmal.',
    'already-open':
      'Es ist schon ein Fenster von Cardbridge offen, daher geht kein weiteres auf. Machen Sie dort weiter, oder schließen Sie es, und versuchen Sie es noch einmal.',
    cancelled: 'Salesforce wurde nicht verbunden: Das Fenster wurde geschlossen.',
    title: 'Salesforce',
    own: (username) => `Verbunden als ${username}.`,
    jwt: (username) => `Als ${username}, von Ihrer Administration festgelegt.`,
    none: 'Nicht verbunden: Es wird nichts abgeglichen.',
    disconnect: 'Salesforce trennen',
    disconnectAsk:
      'Salesforce trennen? Cardbridge gibt den Zugang an Salesforce zurück und vergisst ihn. Bis Sie wieder verbinden, wird nichts abgeglichen, es sei denn, Ihre Administration hat jemanden für Sie festgelegt. Alle Kontakte bleiben auf beiden Seiten, wie sie sind.',
    disconnectIt: 'Ja, trennen',
    disconnected: 'Salesforce ist getrennt, sonst hat sich nichts geändert.',
    notRevoked:
      'Hier getrennt, aber Salesforce war nicht zu erreichen. Nehmen Sie den Zugang auch dort weg, unter Persönliche Einstellungen, OAuth-verbundene Anwendungen.',
  },
  held: {
    title: 'Ein Abgleich wartet auf Ihre Entscheidung',
    show: 'Zeigen, was er tun würde',
    allow: 'Erlauben',
    allowHint: 'Erlauben: Genau das geschieht, soweit sich inzwischen nichts geändert hat.',
    discard: 'Verwerfen',
    discardHint: 'Verwerfen: Nichts wird gelöscht, und diese Kontakte werden nicht mehr abgeglichen.',
    overtaken:
      'Der Plan, den Sie sahen, wurde inzwischen ersetzt oder entschieden; es ist nichts geschehen. Gezeigt wird, was jetzt wartet.',
  },
  nothingDone: 'Es war nichts zu ändern.',
  people: {
    filter: 'Status',
    all: 'Jeder Status',
    needYou: 'Was Sie braucht',
    none: 'Noch werden keine Kontakte abgeglichen. Sie kommen mit dem ersten Abgleich.',
    noneFound: 'Niemand passt zu dieser Suche.',
    why: 'Warum?',
    account: 'Account',
    owner: 'Gehört',
    lastSynced: 'Zuletzt abgeglichen',
    openInSalesforce: 'In Salesforce öffnen',
    copy: 'Angaben für den Support kopieren',
    copied: 'Kopiert: keine Namen, keine Adressen.',
    copyByHand: 'Dies für den Support kopieren',
    choose: 'Wer ist es?',
    createNew: 'Keiner davon: neu anlegen',
    keep: 'So lassen',
    putBack: 'Den anderen Wert zurückholen',
    keepAll: 'Alle so lassen',
    putBackOf: (field: string) => `Den anderen Wert zurückholen: ${field}`,
    keptAndLost: (kept: string, lost: string) =>
      `${kept === '' ? 'leer' : `„${kept}“`} blieb, ${lost === '' ? 'leer' : `„${lost}“`} nicht`,
    retry: 'Jetzt noch einmal versuchen',
    whichItem: 'Mehrere Ihrer Outlook-Kontakte haben diese Adresse. Welcher ist es?',
    address: 'E-Mail-Adresse',
  },
  activity: {
    none: 'Es wurde noch nichts geändert.',
    title: 'Änderungen',
    sessions: 'Abgleiche',
    allFields: (n) => `Alle ${n} Felder`,
    fewer: 'Weniger Felder',
    noSessions: 'Es gab noch keinen Abgleich.',
    changes: 'Änderungen',
    changesLabel: (when) => `Die Änderungen vom ${when} zeigen`,
    undoSyncLabel: (when) => `Den Abgleich vom ${when} rückgängig machen`,
    undoAsk: 'Dies rückgängig machen? Was später bearbeitet wurde, bleibt.',
    kept: (n) => (n === 1 ? 'Das bleibt, wie es ist:' : `Diese ${n} bleiben, wie sie sind:`),
    undoneBut: (n) =>
      n === 1
        ? 'Rückgängig gemacht; 1 spätere Änderung bleibt.'
        : `Rückgängig gemacht; ${n} spätere Änderungen bleiben.`,
    cameBack: 'Er ist wieder da. Stattdessen nicht mehr abgleichen?',
    stop: 'Nicht mehr abgleichen',
    stopLabel: (name) => `${name} nicht mehr abgleichen`,
    undoIt: 'Ja, rückgängig machen',
    onlySession: 'Änderungen dieses Abgleichs',
    all: 'Alles zeigen',
    empty: 'leer',
    from: { outlook: 'aus Outlook', salesforce: 'aus Salesforce', us: 'von Cardbridge' },
    why: (text) => `denn ${text}`,
    lost: (field, value) => `Nicht behalten in ${field}: ${value}`,
    undone: 'Rückgängig gemacht',
    states: {
      open: 'in Arbeit',
      done: '',
      failed: 'fehlgeschlagen',
      'not-done': 'nicht geschehen',
      unknown: 'Ausgang noch nicht bekannt',
    },
    undo: 'Rückgängig',
    undoLabel: (name) => `Rückgängig machen, was der letzte Abgleich bei ${name} getan hat`,
  },
  settings: {
    sync: 'Kontakte abgleichen',
    filterTitle: 'Filter',
    removalTitle: 'Entfernen',
    conflictsTitle: 'Konflikte',
    look: 'Aussehen',
    theme: 'Farben',
    themes: { auto: 'Wie Outlook', light: 'Hell', dark: 'Dunkel' },
    unlisted: 'Eine Listenansicht, die es nicht mehr gibt',
    syncHint: 'Aus: Auf keiner Seite wird gelesen oder geschrieben, und nichts Abgeglichenes wird entfernt.',
    filter: 'Welche Kontakte aus Salesforce nach Outlook kommen',
    all: 'Alle verfügbaren Kontakte',
    allHint: 'Jeder Kontakt, den Sie in Salesforce lesen dürfen.',
    mine: 'Nur meine Kontakte',
    mineHint: 'Die Kontakte, die Ihnen gehören.',
    view: 'Eigene Ansicht',
    viewHint: 'Die Kontakte einer Ihrer Listenansichten in Salesforce.',
    listView: 'Listenansicht',
    noViews: 'Sie haben in Salesforce keine Listenansichten von Kontakten.',
    chooseView: 'Bitte wählen …',
    unusable: 'Diese sind nicht möglich:',
    preview: 'Vorschau',
    previewing: 'Ermittle, was geschehen würde …',
    save: 'Filter speichern',
    saveHint: 'Die Vorschau zeigt, was der Filter bewirkt; danach können Sie ihn speichern.',
    saved: 'Gespeichert.',
    autoRemoval: 'Automatisch entfernen',
    autoRemovalOn:
      'An: Ein Kontakt, den Sie in Outlook löschen oder aus dem Ordner verschieben, wird auch in Salesforce gelöscht.',
    autoRemovalOff:
      'Aus: Ein Kontakt, den Sie in Outlook löschen oder aus dem Ordner verschieben, kommt aus Salesforce zurück. Was Sie verschoben haben, bleibt dort als Ihr eigener Kontakt und wird nicht mehr abgeglichen.',
    conflicts: 'Wenn ein Feld auf beiden Seiten geändert wurde',
    salesforce: 'Salesforce gewinnt',
    outlook: 'Outlook gewinnt',
    newest: 'Die neueste Änderung gewinnt',
    conflictsHint: 'Der andere Wert bleibt 30 Tage lang erhalten und kann zurückgeholt werden.',
  },
  dashboard: {
    places: {
      overview: 'Übersicht',
      people: 'Personen',
      activity: 'Verlauf',
      filters: 'Sync-Einstellungen',
      mailboxes: 'Postfächer',
      plans: 'Angehaltene Pläne',
      organisation: 'Organisation',
    },
    needYou: 'Was Sie braucht',
    nothingNeeds: 'Nichts braucht Sie.',
    contacts: 'Kontakte',
    linked: 'Abgeglichen',
    waiting: 'Warten',
    stopped: 'Angehalten',
    attention: 'Brauchen Aufmerksamkeit',
    conflict: 'Im Konflikt',
    filters: 'Sync-Einstellungen › Filter',
    contactsSwitch: 'Kontakte',
    customize: 'Anpassen',
    history: 'Die letzten 30 Tage',
    historyAll: 'Die letzten 30 Tage, alle Postfächer',
  },
  chart: {
    series: {
      sessions: 'Abgleiche',
      created: 'Hinzugefügt',
      updated: 'Geändert',
      deleted: 'Gelöscht',
      conflicts: 'Konflikte',
      refused: 'Abgelehnt',
    },
    bars: (total, name) => `${name}: ${total} in 30 Tagen`,
    table: 'Als Tabelle zeigen',
    day: 'Tag',
    zone: 'Die Tage sind die der koordinierten Weltzeit (UTC). Beide Seiten sind zusammengezählt.',
  },
  leave: {
    title: 'Cardbridge verlassen',
    hint: 'Beendet den Abgleich für immer und nimmt unsere Zeichen von Ihren Kontakten. Kein Salesforce-Datensatz wird angefasst.',
    choose: 'Was aus den Kontakten in Outlook wird',
    keep: 'Alle behalten',
    keepHint: 'Jeder Kontakt bleibt, wo er ist, ohne unser Zeichen.',
    remove: 'Entfernen, was aus Salesforce kam',
    removeHint:
      'Was aus Salesforce kam und niemand geändert hat, kommt zu den gelöschten Elementen; alle anderen kommen zu Ihren Standardkontakten.',
    show: 'Zeigen, was dabei geschieht',
    go: 'Jetzt verlassen',
    undo: 'Es lässt sich 30 Tage lang rückgängig machen: im Verlauf, bei diesem Abgleich.',
    begun: 'Das Verlassen läuft. Der Verlauf zeigt, wann es fertig ist.',
  },
  preview: {
    title: 'Das wird geschehen',
    others: (n) => (n === 1 ? 'und 1 weiterer' : `und ${n} weitere`),
  },
  kinds: {
    'create-item': 'In Outlook hinzugefügt',
    'update-item': 'In Outlook geändert',
    'remove-item': 'In Outlook entfernt',
    'move-item': 'In Outlook verschoben',
    'release-item': 'Aus dem Abgleich genommen',
    'create-record': 'In Salesforce hinzugefügt',
    'update-record': 'In Salesforce geändert',
    'delete-record': 'In Salesforce gelöscht',
    'undelete-record': 'In Salesforce wiederhergestellt',
    note: 'Hinweis',
    conflict: 'Konflikt',
    refused: 'Braucht Aufmerksamkeit',
  },
  fields: {
    ...fields,
    categories: 'Kategorien',
  },
  rules: {
    F4: 'Salesforce hat ihn, und er ist in Ihrem Filter',
    F5: 'er ist nicht mehr in Ihrem Filter',
    F6: 'was die frühere Karte hatte, wurde zurückgegeben',
    U1: 'er wurde im Kontaktordner angelegt',
    U2: 'er wurde in den Kontaktordner verschoben',
    U3: 'er bekam die Kategorie',
    U4: 'die Kategorie gehört zu jedem Kontakt im Ordner',
    U5: 'er wurde aus dem Kontaktordner verschoben',
    C1: 'auf der anderen Seite wurde etwas geändert',
    C2: 'auf beiden Seiten wurde etwas geändert',
    C5: 'Sie haben es in Cardbridge berichtigt',
    D1: 'er wurde in Salesforce gelöscht',
    D2: 'er wurde in Outlook gelöscht oder aus dem Ordner verschoben',
    D5: 'Sie haben über einen zurückgehaltenen Abgleich entschieden',
    M2: 'zwei Kontakte wurden in Salesforce zusammengeführt',
    M3: 'er wurde aus dem Kontaktordner verschoben',
    M4: 'er wurde in Salesforce gelöscht',
    M5: 'Sie können ihn in Salesforce nicht mehr lesen',
    M6: 'er wurde in Outlook gelöscht',
    M7: 'er ist nicht mehr in Ihrem Filter',
    M8: 'er wurde nach einem Halt wieder aufgenommen',
    M9: 'auf einer oder beiden Seiten wurde etwas geändert',
    T1: 'Sie haben ihn eingeschaltet',
    T2: 'Sie haben ihn ausgeschaltet',
    T3: 'Outlook zeigt, was Ihre Aufmerksamkeit braucht',
    J1: 'Sie haben darum gebeten, es rückgängig zu machen',
    P: 'derselbe Kontakt fand sich auf beiden Seiten',
    A: 'die Firma bestimmt den Account in Salesforce',
    other: 'so sind die Regeln des Abgleichs',
  },
};

/** What an administrator reads. */
export const admin: AdminWords = {
  mailboxes: 'Postfächer',
  search: 'Nach Name oder Adresse suchen',
  health: 'Wie sie stehen',
  allHealths: 'Alle',
  healths: {
    ok: 'In Ordnung',
    paused: 'Pausiert',
    off: 'Aus',
    held: 'Plan angehalten',
    stopped: 'Gestoppt',
    failing: 'Schlägt fehl',
    new: 'Nie gelaufen',
    'not-connected': 'Nicht verbunden',
  },
  healthCount: (n, health) => `${health} (${n})`,
  failingSince: (at) => `Schlägt fehl seit ${at}`,
  none: 'Kein Postfach passt zu dieser Suche.',
  address: 'Adresse des Postfachs',
  addressHint: 'Darf leer bleiben, wenn das Postfach im Microsoft 365 dieser Organisation liegt.',
  person: 'Wer sich angemeldet hat',
  personHint: 'Personen, die sich angemeldet und hier kein Postfach haben. Zum Suchen einen Namen tippen.',
  personSeen: (at) => `Angemeldet ${at}`,
  noPerson: 'Niemand passt.',
  username: 'Salesforce-Benutzername',
  usernameHint: 'Leer lassen, wenn die Person Salesforce selbst verbindet.',
  enrolTitle: 'Ein Postfach hinzufügen',
  enrol: 'Hinzufügen',
  enrolled: (address) => `${address} ist hinzugefügt.`,
  more: (address) => `Mehr zu ${address}`,
  forget: 'Vergessen',
  forgetLabel: (address) => `${address} vergessen`,
  forgetAsk:
    'Alles vergessen, was davon gemerkt ist? In Outlook und Salesforce wird nichts angefasst. Das lässt sich nicht rückgängig machen.',
  forgetIt: 'Ja, vergessen',
  leave: { keep: 'Herausnehmen, Kontakte behalten', remove: 'Herausnehmen, Kontakte entfernen' },
  leaveLabel: (address) => `${address} herausnehmen`,
  takeOut: 'Jetzt herausnehmen',
  takenOut: (address) => `${address} wird herausgenommen.`,
  plans: 'Angehaltene Pläne',
  noPlans: 'Kein Plan ist angehalten.',
  heldSince: (at) => `Angehalten seit ${at}`,
  allowLabel: (address) => `Den Plan von ${address} erlauben`,
  allowAsk: 'Tun, was dieser Plan sagt, auch das Löschen?',
  allowIt: 'Ja, erlauben',
  discardLabel: (address) => `Den Plan von ${address} verwerfen`,
  connection: 'Salesforce',
  orgs: 'Organisationen',
  noOrgs: 'Noch kein Postfach wurde abgeglichen.',
  orgMailboxes: (n) => (n === 1 ? '1 Postfach' : `${n} Postfächer`),
  apiVersion: 'API-Version',
  loginUrl: 'Adresse der Anmeldung',
  keyField: 'Feld der externen ID',
  keyPresent: 'Vorhanden: Ein neuer Datensatz wird genau einmal angelegt.',
  keyMissing:
    'Fehlt, oder ist für die Personen, die abgleichen, nicht beschreibbar: Geht die Antwort auf ein Anlegen verloren, wird gewartet, bis sich nachsehen lässt.',
  org: 'Organisation',
  usage: 'API-Aufrufe der letzten 24 Stunden',
  usageOf: (used, allowed) => `${used} von ${allowed}, alle Apps der Organisation zusammen`,
  seenAt: (at) => `Stand: ${at}`,
  notSeen: 'Noch nicht bekannt: Der nächste Abgleich wird es zeigen.',
  connected: 'Wie Personen verbunden sind',
  ways: {
    own: (n) => `${n} durch die eigene Anmeldung (OAuth)`,
    jwt: (n) => `${n} durch einen vom Administrator genannten Benutzernamen (JWT)`,
    none: (n) => `${n} nicht verbunden`,
  },
  refused: (n) =>
    n === 1
      ? '1 wird von Salesforce abgelehnt: siehe „Gestoppt“ bei den Postfächern.'
      : `${n} werden von Salesforce abgelehnt: siehe „Gestoppt“ bei den Postfächern.`,
  way: 'Verbindung mit Salesforce',
  oneWay: {
    own: 'Eigene Anmeldung (OAuth)',
    jwt: 'Vom Administrator genannter Benutzername (JWT)',
    none: 'Nicht verbunden',
  },
  signedIn: { yes: 'angemeldet', no: 'von Salesforce abgelehnt', unknown: 'noch nicht angemeldet' },
  since: (at) => `seit ${at}`,
  noMailbox:
    'Sie haben hier kein eigenes Postfach, von Ihnen wird also nichts abgeglichen. Verwalten können Sie Cardbridge trotzdem; um die eigenen Kontakte abzugleichen, fügen Sie Ihr Postfach unter „Postfächer“ hinzu.',
  rules: 'Regeln für alle',
  file: 'Einstellungsdatei',
  noFile: 'Keine: es gelten die Vorgaben',
  change:
    'Zum Ändern die Einstellungsdatei bearbeiten, mit npm run validate:settings prüfen und den Server neu starten. Ihr Pfad steht in SETTINGS_FILE.',
  schedule: 'Abgleich alle',
  minutes: (n) => `${n} Minuten`,
  onRequest: 'Nur auf Wunsch',
  maximum: 'Kontakte je Postfach, höchstens',
  brake: 'Bremse',
  brakeText: (contacts, rest) => `Mehr als ${contacts} Löschungen am Tag und ${rest}`,
  brakeRest: (percent, absolute) => `mehr als ${percent} %, oder mehr als ${absolute}`,
  first: 'Erstes Hochladen angehalten ab mehr als',
  accountAlways: 'Account neuer Datensätze, immer',
  accountFallback: 'Account, wo keiner passt',
  relink: 'Eine geänderte Firma verknüpft einen anderen Account',
  searchFirst: 'Vor dem Anlegen suchen',
  defaults: 'Werte neuer Datensätze',
  blocklist: 'Gesperrte Adressen und Domains',
  retention: 'Rückgängig für',
  days: (n) => `${n} Tage`,
  nothing: 'Keine',
  yes: 'Ja',
  no: 'Nein',
  mapping: 'Felder',
  field: 'Feld',
  inOutlook: 'In Outlook',
  inSalesforce: 'In Salesforce',
  direction: 'Richtung',
  directions: { both: 'Beide', up: 'Nach Salesforce', down: 'Nach Outlook', off: 'Aus' },
};

/** What the windows of the sign-in and of Salesforce say where they are not closed by themselves. */
export const windows: WindowWords = {
  'sign-in-done': 'Sie sind angemeldet; dieses Fenster kann geschlossen werden.',
  'sign-in-not-done':
    'Sie sind nicht angemeldet. Warum, steht in Outlook oder auf der Seite von Cardbridge; dieses Fenster kann geschlossen werden.',
  'salesforce-done':
    'In Outlook oder auf der Seite von Cardbridge geht es weiter; dieses Fenster kann geschlossen werden.',
};

/** What the server says: every reason; the services' own text stays as it came (T5). */
export const server: Wording = {
  reasons: {
    'bad-request': 'Die Anfrage ist nicht so, wie die Schnittstelle sie erwartet.',
    'body-not-json': 'Der Inhalt muss JSON sein (Content-Type: application/json).',
    'too-large': 'Der Inhalt ist größer als 256 kB.',
    'sign-in-first': 'Bitte melden Sie sich zuerst an.',
    'scope-missing':
      'Die Anmeldung umfasst die eigene Berechtigung von Cardbridge nicht ({scope}). Bitte fragen Sie Ihre Administration.',
    'sign-in-unavailable': 'Die Anmeldung kann gerade nicht geprüft werden; bitte versuchen Sie es gleich noch einmal.',
    csrf: 'Die Anfrage kam nicht von einer Seite von Cardbridge. Bitte laden Sie sie neu.',
    'sign-in-expired':
      'Diese Anmeldung ist abgelaufen oder wurde in einem anderen Fenster begonnen. Bitte melden Sie sich noch einmal an.',
    'code-not-valid': 'Diese Anmeldung ist abgelaufen. Bitte melden Sie sich noch einmal an.',
    'no-sign-in-page': 'Hier gibt es keine Anmeldeseite: Cardbridge wird in Outlook benutzt.',
    'admins-only': 'Das ist der Administration vorbehalten.',
    'not-found': 'Hier ist nichts, oder es gehört Ihnen nicht.',
    'too-many-requests': 'Das waren zu viele Anfragen; bitte versuchen Sie es in einer Minute wieder.',
    'internal-error':
      'In Cardbridge ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal; wenn es wieder geschieht, fragen Sie Ihre Administration.',
    'not-ready': 'Cardbridge startet gerade; bitte versuchen Sie es gleich noch einmal.',
    'not-built': 'Die Seite ist noch nicht gebaut: `npm run build` baut sie.',

    'not-enrolled': 'Ihre Administration hat Sie noch nicht für den Kontaktabgleich eingetragen.',
    'not-connected': 'Salesforce ist noch nicht verbunden. Verbinden Sie es, um zu beginnen.',
    'salesforce-expired':
      'Dieser Weg zu Salesforce ist abgelaufen, schon benutzt oder in einem anderen Fenster begonnen worden. Bitte verbinden Sie es aus Cardbridge noch einmal.',
    'salesforce-cancelled': 'Salesforce wurde nicht verbunden: Der Zugriff wurde dort nicht erlaubt.',
    'salesforce-other-org':
      'Salesforce wurde nicht verbunden: {username} gehört zu einer anderen Organisation als der, mit der Ihre Kontakte abgeglichen werden. Melden Sie sich bei Salesforce ab und verbinden Sie Ihren Benutzer dieser Organisation.',
    'salesforce-by-admin':
      'Als wer Salesforce aufgerufen wird, bestimmt Ihre Administration; es gibt nichts zu verbinden oder zu trennen.',
    'crm-no-refresh-token':
      'Salesforce hat keinen dauerhaften Zugriff gegeben. Bitten Sie Ihre Administration, der App den Bereich refresh_token zu geben.',
    'sync-is-off': 'Der Kontaktabgleich ist ausgeschaltet.',
    paused: 'Der Abgleich ist angehalten.',
    'settings-changed': 'Die Einstellungen wurden inzwischen geändert; der nächste Abgleich geht mit den neuen weiter.',
    'first-session-to-come': 'Der erste Abgleich ist noch nicht abgeschlossen.',
    'service-not-connected': 'Cardbridge ist nicht mit Ihrem Postfachdienst ({service}) verbunden.',
    'other-org':
      'Salesforce ist jetzt eine andere Organisation als die, mit der Ihre Kontakte abgeglichen wurden; deshalb wird nichts abgeglichen. Bitte fragen Sie Ihre Administration.',
    'folder-missing':
      'Der Kontaktordner in Outlook ist verschwunden. Es wird nichts gelöscht: Legen Sie ihn aus Salesforce neu an, oder schalten Sie den Abgleich aus.',
    'folder-is-there': 'Der Kontaktordner ist da; es gibt nichts zu entscheiden.',
    'no-contacts-folder': 'Ihr Postfach hat keinen Ordner „Kontakte“.',
    'too-many-contacts':
      'Der Filter wählt mehr Kontakte aus als die {limit} erlaubten[: {count}]. Wählen Sie einen engeren.',
    'view-not-readable':
      'Die Listenansicht kann nicht gelesen werden; deshalb kommt kein Kontakt dazu und keiner weg, verknüpfte bleiben im Abgleich.[ Der Dienst meldet: „{message}“]',
    'many-deletes':
      'Der Abgleich ist angehalten: Er würde {deletes} Kontakte löschen, nach {recent} in den letzten 24 Stunden, von insgesamt {links}. Erlauben oder verwerfen Sie ihn.',
    'first-upload':
      'Der Abgleich ist angehalten: Er würde {uploads} Ihrer Kontakte an Salesforce senden, mehr als {limit} auf einmal. Erlauben oder verwerfen Sie ihn.',
    'leaving-incomplete':
      'Einige Kontakte konnten nicht freigegeben werden ({contacts}: {names}). Es ist noch nichts vergessen: Versuchen Sie es noch einmal, oder lassen Sie die Kontakte in Outlook.',
    'plan-replaced': 'Dieser Plan gilt nicht mehr: Er wurde ausgeführt, verworfen oder durch einen neueren ersetzt.',
    'moved-meanwhile':
      'Was sich seit der Vorschau geändert hat, sieht der nächste Abgleich neu an (Kontakte: {contacts}): {names}.',
    'records-made-anew':
      'Der Papierkorb enthielt sie nicht mehr: {records} in Salesforce neu angelegt, mit den synchronisierten Feldern; Account, Inhaber und alles andere daran ist verloren.',
    'later-edits-kept': 'Was später bearbeitet wurde, bleibt, wie es ist (Felder: {fields}).',
    'nothing-to-undo':
      'Hier gibt es nichts mehr rückgängig zu machen[: In den letzten {days} Tagen wurde nichts geschrieben, das noch gilt].',
    'undo-too-late':
      'Das lässt sich nicht mehr rückgängig machen: Änderungen lassen sich {days} Tage lang rückgängig machen.',
    'records-to-make-anew':
      'Der Papierkorb enthält sie nicht mehr: {records} würden in Salesforce mit den synchronisierten Feldern neu angelegt; ID, Account, Inhaber, Verlauf und alles andere daran ist verloren.',
    'kept-edited-since': 'Es wurde später bearbeitet.',
    'kept-one-way-field': 'Das Feld wird nur in eine Richtung abgeglichen.',
    'kept-company-is-the-account': 'Die Firma folgt dem Namen des Accounts in Salesforce.',
    'kept-no-free-slot': 'Der Kontakt in Outlook hat keinen Platz mehr für den Wert.',
    'kept-contact-not-there': 'Den Kontakt gibt es nicht mehr, oder er ist nicht lesbar.',
    'kept-linked-anew': 'Der Kontakt wurde inzwischen neu verknüpft.',
    'kept-private-item': 'Der Kontakt ist in Outlook als privat gekennzeichnet.',
    'kept-person-account': 'Ein Personenaccount wird von hier aus nie gelöscht.',
    'kept-record-merged': 'Der Kontakt wurde in Salesforce mit einem anderen zusammengeführt.',
    'kept-record-there-again': 'Salesforce hat diesen Kontakt wieder.',
    'kept-not-taken-back': 'Es ließ sich nicht zurücknehmen; Sie können es noch einmal versuchen.',
    'session-not-over': 'Der Abgleich ist noch nicht zu Ende.',

    'auto-removal-is-off':
      'Das automatische Entfernen ist aus; deshalb wird nichts aus Salesforce entfernt. Schalten Sie es ein, oder behalten Sie beide.',
    'preview-of-other-filter':
      'Die Vorschau gehört zu einem anderen Filter oder ist nicht mehr bekannt. Bitte sehen Sie sie noch einmal an.',
    'no-such-mailbox': 'Das Verzeichnis hat kein Postfach mit der Adresse {address}.',
    'no-mailbox-of-person': 'Das Verzeichnis hat kein Postfach dieser Person. Geben Sie dessen Adresse an.',
    'enrolment-needs-address': 'Die Adresse des Postfachs muss angegeben werden.',
    'enrolment-needs-person':
      'Wem das Postfach {address} gehört, muss gesagt werden: Nennen Sie die Person so, wie sie sich angemeldet hat.',
    'address-of-somebody-else': 'Die Adresse {address} oder die Person hat hier schon ein anderes Postfach.',
    'unknown-contact': 'Dieser Kontakt ist nicht (mehr) bekannt.',
    'several-items-with-address': '{count} Ihrer Outlook-Kontakte haben diese Adresse; wählen Sie den richtigen.',
    'several-records-with-address': '{count} Kontakte in Salesforce haben diese Adresse. Wählen Sie, wer gemeint ist.',
    'card-first':
      'Weder Outlook noch Salesforce hat diese Person. Sehen Sie sich die Karte an, und bestätigen Sie sie.',
    'field-not-asked':
      'Salesforce verlangt {field} nicht; ordnen Sie es in der Einstellungsdatei zu, um es abzugleichen.',
    'nothing-to-choose': 'Bei diesem Kontakt gibt es nichts zu wählen. Schalten Sie ihn ohne eine Wahl ein oder aus.',
    'choice-not-offered':
      'Dieser Datensatz gehört nicht zu denen, die für den Kontakt angeboten wurden. Wählen Sie einen davon, oder legen Sie einen neuen Kontakt an.',
    'nothing-to-put-back': 'Für {field} gibt es keinen früheren Wert, der zurückgelegt werden könnte.',

    conflict: 'Das Feld „{field}“ wurde auf beiden Seiten geändert[: „{kept}“ ist geblieben][, „{lost}“ nicht].',
    'conflict-of-several': '{count} Felder wurden auf beiden Seiten geändert.',
    'private-item': 'Der Kontakt ist in Outlook als privat markiert und wird nicht abgeglichen.',
    'blocked-address':
      'Die Adresse steht auf Ihrer Sperrliste: Sie wird nicht abgeglichen, und beide Seiten bleiben, wie sie sind.',
    'blocked-by-admin':
      'Die Adresse steht auf der Sperrliste Ihrer Administration: Sie wird nicht abgeglichen, und beide Seiten bleiben, wie sie sind.',
    'no-switch-group': 'Das ist eine Gruppe; abgeglichen werden nur Personen.',
    'no-switch-room': 'Das ist ein Raum oder eine Ressource; abgeglichen werden nur Personen.',
    'no-switch-no-reply': 'Diese Adresse liest niemand; abgeglichen werden nur Personen.',
    'no-switch-no-address': 'Dieser Empfänger hat keine E-Mail-Adresse, die abgeglichen werden kann.',
    'copy-of-another': 'Der Kontakt ist die Kopie eines Kontakts, der schon abgeglichen wird.',
    'several-items-with-key':
      'Von diesem Kontakt gibt es in Outlook mehrere Kopien; löschen Sie, was Sie nicht brauchen.',
    'record-not-readable': 'Sie können diesen Kontakt in Salesforce nicht mehr lesen.',
    'already-linked':
      'Salesforce hat diesen Kontakt, aber er gehört zu einem anderen Ihrer Outlook-Kontakte. Wählen Sie, oder legen Sie einen neuen an.',
    'other-name':
      'Salesforce hat diese Adresse unter einem anderen Namen. Wählen Sie den Kontakt, oder legen Sie einen neuen an.',
    'name-alone':
      'Salesforce hat einen Kontakt dieses Namens, und keiner hat mehr als den Namen. Wählen Sie ihn, oder legen Sie einen neuen an.',
    'several-records':
      'Salesforce hat mehrere Kontakte, die dieser sein können. Wählen Sie einen, oder legen Sie einen neuen an.',
    'choice-gone':
      'Der gewählte Datensatz ist nicht mehr in Salesforce oder für Sie nicht sichtbar. Wählen Sie einen anderen, oder legen Sie einen neuen Kontakt an.',
    'stopped-in-folder': 'Sie haben diesen Kontakt gestoppt; er bleibt, wie er ist, bis Sie ihn einschalten.',
    'missing-required': 'Salesforce braucht das Feld „{field}“; bitte füllen Sie es in Outlook aus.',
    'required-field': 'Das Feld „{field}“ darf in Salesforce nicht leer sein.',
    'field-not-writable': 'Sie dürfen das Feld „{field}“ in Salesforce nicht ändern.',
    'not-in-picklist': 'Salesforce bietet „{value}“ für {field} nicht an.',
    'too-long': 'Das Feld „{field}“ ist zu lang für Salesforce: {length} Zeichen, {limit} sind erlaubt.',
    'no-free-slot': 'Outlook hat keinen Platz mehr für {field}: Es fasst {limit}.',
    'item-has-attachments':
      'Der Kontakt hat Anlagen und kann nicht verschoben werden, ohne sie zu verlieren; verschieben Sie ihn selbst in Outlook.',
    'move-not-verified': 'Beim Verschieben wäre etwas verloren gegangen; der Kontakt blieb, wo er ist.[ ({message})]',
    'create-not-done':
      'Der Kontakt wurde in Salesforce noch nicht angelegt; der nächste Abgleich versucht es noch einmal.',
    'no-outcome': 'Der Dienst hat zu diesem Kontakt nichts geantwortet; der nächste Abgleich sieht ihn wieder an.',

    'feed-without-end':
      'Das Postfach hat nicht gesagt, wo seine Änderungen enden; der nächste Abgleich versucht es noch einmal.',
    'too-many-calls': 'Der Dienst bittet zu warten; der Abgleich geht später von selbst weiter.',
    'no-answer': 'Der Dienst hat nicht geantwortet; der Abgleich geht später von selbst weiter.[ („{message}“)]',
    'empty-answer': 'Der Dienst hat leer geantwortet; der Abgleich geht später von selbst weiter.',
    'not-json': 'Die Antwort des Dienstes war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'answer-too-large':
      'Der Dienst hat mehr geantwortet, als gelesen wird; der Abgleich geht später von selbst weiter.',
    'cut-answer': 'Die Antwort des Dienstes brach ab; der Abgleich geht später von selbst weiter.',

    'graph-cursor-lost':
      'Das Postfach weiß nicht mehr, wo der letzte Abgleich endete; der nächste liest alles noch einmal.',
    'graph-corrupt-cursor':
      'Der Merker, wo der letzte Abgleich endete, ist nicht brauchbar; der nächste liest alles noch einmal.',
    'graph-throttled': 'Microsoft 365 bittet zu warten; der Abgleich geht später von selbst weiter.',
    'graph-signed-out':
      'Microsoft 365 nimmt die Anmeldung von Cardbridge nicht mehr an. Bitte fragen Sie Ihre Administration.',
    'graph-sign-in-refused':
      'Microsoft 365 hat die Anmeldung von Cardbridge abgelehnt. Bitte fragen Sie Ihre Administration.[ Microsoft meldet: „{message}“]',
    'graph-no-mailbox': 'Sie haben kein Postfach in Exchange Online, das abgeglichen werden kann.',
    'graph-forbidden':
      'Cardbridge darf Ihr Postfach nicht öffnen. Bitte fragen Sie Ihre Administration.[ Microsoft meldet: „{message}“]',
    'graph-no-contacts-folder': 'Ihr Postfach hat keinen Ordner „Kontakte“.',
    'graph-not-found': 'Der Kontakt ist nicht mehr im Postfach.',
    'item-moved':
      'Der Kontakt wurde inzwischen in einen anderen Ordner verschoben; der nächste Abgleich sieht ihn wieder an.',
    'graph-changed-since': 'Der Kontakt hat sich inzwischen geändert; der nächste Abgleich sieht ihn wieder an.',
    'graph-unavailable': 'Microsoft 365 ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'graph-rejected': 'Outlook hat diesen Kontakt nicht angenommen[ ({field})].[ Microsoft meldet: „{message}“]',
    'graph-not-understood':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-foreign-link':
      'Der Antwort von Microsoft 365 war nicht zu trauen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-page':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-batch':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-not-a-folder': 'Microsoft 365 hat unverständlich geantwortet; der Abgleich geht später von selbst weiter.',
    'graph-endless': 'Microsoft 365 hat eine Liste ohne Ende gegeben; der Abgleich geht später von selbst weiter.',
    'graph-sign-in-not-understood':
      'Die Anmeldung bei Microsoft hat unverständlich geantwortet; der Abgleich geht später von selbst weiter.',
    'graph-not-a-contact':
      'Die Antwort von Microsoft 365 war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'graph-page-without-link':
      'Die Antwort von Microsoft 365 war unvollständig; der Abgleich geht später von selbst weiter.',
    'graph-part-missing':
      'Die Antwort von Microsoft 365 war unvollständig; der Abgleich geht später von selbst weiter.',

    'crm-required-field-missing':
      'Salesforce braucht ein Feld, das leer ist[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-string-too-long': 'Ein Wert ist zu lang für Salesforce[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-invalid-email': 'Salesforce nimmt die E-Mail-Adresse nicht an.[ Salesforce meldet: „{message}“]',
    'crm-validation-rule':
      'Eine Regel Ihrer Salesforce-Organisation lehnt diesen Kontakt ab[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-bad-picklist-value': 'Salesforce bietet diesen Wert nicht an[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-field-integrity': 'Salesforce nimmt diese Werte nicht zusammen an.[ Salesforce meldet: „{message}“]',
    'crm-field-not-writable':
      'Sie dürfen dieses Feld in Salesforce nicht ändern[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-no-access': 'Sie dürfen diesen Kontakt in Salesforce nicht ändern.[ Salesforce meldet: „{message}“]',
    'crm-automation-failed':
      'Eine Automatik Ihrer Salesforce-Organisation ist an diesem Kontakt gescheitert.[ Salesforce meldet: „{message}“]',
    'crm-bad-reference':
      'Etwas, worauf der Kontakt verweist, gibt es in Salesforce nicht.[ Salesforce meldet: „{message}“]',
    'crm-bad-value':
      'Salesforce nimmt einen Wert dieses Kontakts nicht an[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-duplicate-value':
      'Salesforce hat diesen Wert schon bei einem anderen Kontakt[ ({field})].[ Salesforce meldet: „{message}“]',
    'crm-duplicate-rule':
      'Eine Duplikatsregel Ihrer Salesforce-Organisation lehnt diesen Kontakt ab.[ Salesforce meldet: „{message}“]',
    'crm-duplicates-detected':
      'Salesforce hat Kontakte, die dieser sein können. Wählen Sie einen.[ Salesforce meldet: „{message}“]',
    'crm-delete-refused': 'Salesforce lässt diesen Kontakt nicht löschen.[ Salesforce meldet: „{message}“]',
    'crm-storage-full': 'Der Speicher Ihrer Salesforce-Organisation ist voll. Bitte sagen Sie es Ihrer Administration.',
    'crm-invalid-field':
      'Salesforce kennt ein zugeordnetes Feld nicht. Bitte sagen Sie es Ihrer Administration.[ Salesforce meldet: „{message}“]',
    'crm-malformed-query': 'Salesforce hat eine Abfrage nicht verstanden.[ Salesforce meldet: „{message}“]',
    'crm-person-account': 'Dieser Kontakt ist ein Personenaccount und wird über seinen Account geändert.[ ({message})]',
    'crm-gone': 'Der Kontakt ist nicht mehr in Salesforce oder für Sie nicht sichtbar.',
    'crm-changed': 'Der Kontakt hat sich in Salesforce inzwischen geändert; der nächste Abgleich sieht ihn wieder an.',
    'crm-not-in-recycle-bin': 'Der Kontakt ist nicht mehr im Papierkorb von Salesforce.',
    'crm-other': 'Salesforce hat das nicht angenommen.[ Salesforce meldet: „{message}“]',
    'crm-request-too-long': 'Eine Anfrage an Salesforce war zu lang.',

    'list-view-not-soql':
      'Salesforce gibt für diese Listenansicht keine Abfrage heraus; deshalb taugt sie nicht als Filter.',
    'crm-view-gone': 'Die Listenansicht gibt es nicht mehr, oder sie ist für Sie nicht sichtbar.',
    'crm-cursor-lost': 'Salesforce weiß nicht mehr, wo die letzte Seite endete; der nächste Abgleich liest sie wieder.',
    'crm-row-locked': 'Jemand ändert den Kontakt gerade in Salesforce; der nächste Abgleich versucht es noch einmal.',
    'crm-query-timeout': 'Salesforce hat zu lange gebraucht; der Abgleich geht später von selbst weiter.',
    'crm-unavailable': 'Salesforce ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'crm-timeout': 'Salesforce hat nicht rechtzeitig geantwortet; der Abgleich geht später von selbst weiter.',
    'crm-too-large': 'Salesforce hat mehr geantwortet, als gelesen wird; der Abgleich geht später von selbst weiter.',
    'crm-cut': 'Die Verbindung zu Salesforce brach ab; der Abgleich geht später von selbst weiter.',
    'crm-unreachable': 'Salesforce ist nicht zu erreichen; der Abgleich geht später von selbst weiter.',
    'crm-request-limit':
      'Die Grenze der Aufrufe Ihrer Salesforce-Organisation ist erreicht; der Abgleich geht später von selbst weiter.',
    'crm-too-many-at-once':
      'Salesforce ist mit anderen langen Anfragen Ihrer Organisation beschäftigt; der Abgleich geht später von selbst weiter.',
    'crm-answer-not-understood':
      'Die Antwort von Salesforce war nicht zu verstehen; der Abgleich geht später von selbst weiter.',
    'crm-incomplete-answer':
      'Die Antwort von Salesforce war unvollständig; der Abgleich geht später von selbst weiter.',
    'crm-schema-changed':
      'Die Felder Ihrer Salesforce-Organisation haben sich geändert; der nächste Abgleich liest sie neu.',
    'crm-forbidden':
      'Salesforce erlaubt Ihnen das nicht. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-no-contacts':
      'Sie dürfen in Salesforce keine Kontakte sehen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-api-disabled':
      'Die Schnittstelle Ihrer Salesforce-Organisation steht Ihnen nicht offen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-session-refused':
      'Salesforce nimmt die Anmeldung nicht mehr an. Bitte melden Sie sich neu an.[ Salesforce meldet: „{message}“]',
    'crm-app-not-approved':
      'Cardbridge ist in Salesforce nicht für Sie zugelassen. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-app-refused':
      'Salesforce lehnt Cardbridge ab. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-user-inactive':
      'Ihr Salesforce-Benutzer ist deaktiviert oder gesperrt. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-no-user':
      'Es gibt für Sie keinen Salesforce-Benutzer. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',
    'crm-token-lost':
      'Die gespeicherte Anmeldung bei Salesforce lässt sich nicht mehr lesen: Der Schlüssel dieses Servers hat gewechselt. Bitte verbinden Sie Salesforce erneut.',
    'crm-sign-in-expired':
      'Die Anmeldung bei Salesforce ist abgelaufen. Bitte melden Sie sich neu an.[ Salesforce meldet: „{message}“]',
    'crm-sign-in-refused':
      'Salesforce hat die Anmeldung abgelehnt. Bitte fragen Sie Ihre Administration.[ Salesforce meldet: „{message}“]',

    'why-needs-attention': 'Etwas steht dem Abgleich dieses Kontakts im Weg.',
    'why-waiting': 'Er geht mit dem nächsten Abgleich mit.',
    'why-waiting-off': 'Er wartet: Der Kontaktabgleich ist ausgeschaltet.',
    'why-waiting-paused': 'Er wartet: Der Abgleich ist angehalten.',
    'why-stopped': 'Sie haben den Abgleich dieses Kontakts gestoppt.',
    'why-synced': 'Er ist in Outlook und Salesforce gleich[; er gehört {owner}].',
    'why-outside-all':
      'Er ist in Salesforce[, gehört {owner}] und kommt mit dem nächsten Abgleich: Ihr Filter ist „Alle verfügbaren Kontakte“.',
    'why-outside-soon': 'Er gehört in Salesforce Ihnen und kommt mit dem nächsten Abgleich.',
    'why-outside-mine': 'Gehört {owner}; Ihr Filter ist „Nur meine Kontakte“.',
    'why-outside-not-mine': 'Gehört jemand anderem; Ihr Filter ist „Nur meine Kontakte“.',
    'why-outside-view': 'Er ist in Salesforce[, gehört {owner}], aber nicht in der Listenansicht, die Ihr Filter ist.',
    'why-not-synced': 'Er ist weder unter Ihren abgeglichenen Kontakten noch in Salesforce zu finden.',
    'why-checking': 'Er ist nicht unter Ihren abgeglichenen Kontakten; Salesforce wird gerade gefragt.',
    'stop-mail-subject': '{name}: Ihre Kontakte werden nicht abgeglichen',
    'stop-mail':
      'Guten Tag {person},\n\nseit dem {since} werden Ihre Kontakte zwischen Ihrem Postfach und Salesforce nicht mehr abgeglichen:\n\n{reason}\n\n' +
      'Unter {url} sehen Sie es und können es beheben.\n\nEs geht inzwischen nichts verloren. Diese Erinnerung kommt einmal in der Woche, bis der Abgleich wieder läuft.\n',
    'salesforce-not-asked':
      'Er ist nicht unter Ihren abgeglichenen Kontakten; Salesforce kann im Moment nicht gefragt werden.',
  },
  fields,
  unknown: 'Das war nicht möglich (Grund: {code}).[ Der Dienst meldet: „{message}“]',
  back: 'Zurück zu Cardbridge',
};
