// Made of the OpenAPI document: npm run types

export interface paths {
    "/crm/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers the result of every call whose sync has FAILED to the CRM again. */
        post: operations["retryFailedSyncs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the results of calls on their way to the CRM, those of the newest session first. */
        get: operations["listCrmSyncs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/calls/{id}/crm-sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers the result of a call whose sync has FAILED to the CRM again. */
        post: operations["retrySync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists sessions, newest first. */
        get: operations["listSessions"];
        put?: never;
        /** Starts a session: its first leads ring when the answer comes. */
        post: operations["startSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a session and its calls, as it is now or as it was after the record that `at` names. */
        get: operations["showSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pushes every record that is about a session. */
        get: operations["pushSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions/{id}/film": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a session as a film: its records, each as it stands in the journal and in words.
         * @description A part ends after `limit` records, or where its records are long; `nextAfter` says where the next one begins.
         */
        get: operations["sessionFilm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sends a session's log: an extract of the journal that can be replayed by itself. It is read while it is sent.
         * @description With `after`, only records beyond it are sent, to go on with a log that was fetched before; `limit` bounds the records. With
         *     `until`, those up to that record are sent, as a file; the session must have begun by then.
         */
        get: operations["sessionLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dialer/sessions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a session. Where it has stopped already, nothing changes. */
        post: operations["stopSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pushes every record. */
        get: operations["pushAll"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says whether the server is alive, which an answer proves, and ready: whether the dialer answers, and there is room on the disk. A
         *     server that is alive and not ready is left alone, not killed: it answers 503, and the reason.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sends the records beyond `after`, headers included: the pages from 0 on, one after the other, are the journal itself.
         * @description With `until`, all of them up to that record are sent, as a file. It is read while it is sent.
         */
        get: operations["journalPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists leads: all, or those that pass the filters and hold the searched text. */
        get: operations["listLeads"];
        put?: never;
        /** Takes in a lead. */
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/filters/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what the filters may be set to. */
        get: operations["leadFilterOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in the good rows of a list, and names the others.
         * @description Under a key that was used before, it goes on where the first request ended, and answers what that did or would have.
         */
        post: operations["importLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one lead. */
        get: operations["showLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/{id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows every call to a lead, oldest first. */
        get: operations["leadCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/{id}/crm-activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the app's activities of one lead, in the order of its calls. */
        get: operations["leadCrmActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/leads/{id}/enrich": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds what the enrichment service knows; asked again, it shows the same. */
        post: operations["enrichLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows everything that is counted, as it is now. Nobody waits for the dialer here, so it answers also when that does not. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mock-crm/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the activities of the mock CRM, oldest first. */
        get: operations["mockCrmActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mock-crm/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the contacts of the mock CRM, oldest first. */
        get: operations["mockCrmContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows this document. */
        get: operations["showDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Executes a journal again, or folds a session's log; says whether it holds and which sessions it has. */
        post: operations["openJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/film": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows a session's records, each as it stands in the file and in words, as far as the journal holds.
         * @description A part ends after `limit` records, or where its records are long; `nextAfter` says where the next one begins.
         */
        post: operations["journalFilm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cuts one session's log out of a journal, as far as it holds. */
        post: operations["cutJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a session as it was after a record. */
        post: operations["journalSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the scenarios that come with the program. */
        get: operations["listScenarios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the last studies, newest first. */
        get: operations["listStudies"];
        put?: never;
        /** Begins a study: settings of a scenario, compared over the same runs. A study with the same fields finds the same. */
        post: operations["startStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how far a study has come, and what it found so far. */
        get: operations["showStudy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a study. What it found until then stays; where it has ended already, nothing changes. */
        post: operations["cancelStudy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pushes how far a study has come.
         * @description The present comes first, and then what changed; whoever reads slowly is told of the last change only. The stream ends with the
         *     study. A browser comes back then, and is told with 204 that nothing more comes.
         */
        get: operations["pushStudy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what runs came to in one setting. They are not kept: they are played again. */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what one run came to in every setting. */
        get: operations["showRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studies/{id}/runs/{run}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plays one run of a study again, and sends its journal. */
        get: operations["runJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what runs here. */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opens a WebSocket.
         * @description The client sends a `Subscription` as text; the next one replaces it. The server sends a `RecordMessage` for every record, a
         *     `SnapshotMessage` to begin with, and `{"detail": "…"}` for what it does not understand.
         */
        get: operations["openSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What kind of activity it is.
         * @enum {string}
         */
        ActivityKind: "CALL";
        /** @description One ring of one lead. */
        Call: {
            /** @description Whether a person answered in the moment in which the dialer hung up, and heard nobody. */
            abandoned: boolean;
            /** @description Who dialed it. */
            agentId: string;
            callStatus: components["schemas"]["CallStatus"] | null;
            crmActivityId: components["schemas"]["Id"] | null;
            crmActivityStatus: components["schemas"]["CrmActivityStatus"] | null;
            endedAt: components["schemas"]["Time"] | null;
            /** @description The call's id. */
            id: components["schemas"]["Id"];
            /** @description What is shown of the lead. */
            lead: components["schemas"]["Person"];
            /** @description Whom it rings. */
            leadId: components["schemas"]["Id"];
            /** @description What the telephone line does; it may be busy for a moment longer than the call rings. */
            line: components["schemas"]["LineState"];
            /** @description The session's number and the call's within it, as timelines print it. */
            number: components["schemas"]["CallNumber"];
            /** @description The simulated carrier's own name of the call. */
            providerCallId: components["schemas"]["ProviderCallId"];
            /** @description The session that it belongs to. */
            sessionId: components["schemas"]["Id"];
            /** @description When it was placed. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether it still rings. */
            status: components["schemas"]["CallState"];
        };
        /** @description The number of a call that timelines print: `0.1`. */
        CallNumber: string;
        /**
         * @description Whether a call rings.
         * @enum {string}
         */
        CallState: "RINGING" | "COMPLETED";
        /**
         * @description How a call ended.
         * @enum {string}
         */
        CallStatus: "CONNECTED" | "NO_ANSWER" | "BUSY" | "VOICEMAIL" | "FAILED" | "CANCELED_BY_DIALER";
        /** @description An activity of the app: what it knows of a call's result, once its lead is linked to a contact. */
        CrmActivity: {
            /** @description The call that it tells of. */
            callId: components["schemas"]["Id"];
            /** @description Since when it exists. */
            createdAt: components["schemas"]["Time"];
            /** @description The contact in the CRM. */
            crmExternalId: components["schemas"]["CrmName"];
            /** @description How the call ended, in the CRM's words. */
            disposition: string;
            /** @description The activity's id. */
            id: components["schemas"]["Id"];
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description A sentence for whoever reads it. */
            notes: string;
            /** @description What kind of activity it is. */
            type: components["schemas"]["ActivityKind"];
        };
        /**
         * @description How far a result has come on its way to the CRM.
         * @enum {string}
         */
        CrmActivityStatus: "PENDING" | "SYNCED" | "FAILED";
        /** @description An id that the mock CRM gave, to a contact (CRM) or to an activity (MOCK). */
        CrmName: string;
        /** @description A call's result on its way to the CRM: both stores over one call. */
        CrmSync: {
            activity: components["schemas"]["CrmActivity"] | null;
            /** @description The call. */
            callId: components["schemas"]["Id"];
            /** @description How it ended. */
            callStatus: components["schemas"]["CallStatus"];
            crmActivityStatus: components["schemas"]["CrmActivityStatus"] | null;
            external: components["schemas"]["MockCrmActivity"] | null;
            /** @description Whom it rang. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            leadName: string;
            /** @description The session's number and the call's within it. */
            number: components["schemas"]["CallNumber"];
            /** @description The call's session. */
            sessionId: components["schemas"]["Id"];
        };
        /** @description How far all results have come, whatever is asked for. */
        CrmSyncCounts: {
            /** @description How many it did not take. */
            failed: number;
            /** @description How many are being offered, or wait to be offered again. */
            pending: number;
            /** @description How many the CRM has. */
            synced: number;
        };
        /** @description Results of calls on their way to the CRM. */
        CrmSyncList: components["schemas"]["CrmSyncCounts"] & {
            /** @description The results of this page, those of the newest session first. */
            syncs: components["schemas"]["CrmSync"][];
            /** @description How many there are of the wanted status. */
            total: number;
        };
        /** @description Where the bytes are not what was written. */
        Damage: {
            /** @description What is wrong, for people. */
            detail: string;
            /** @description What is wrong, in a word. */
            kind: string;
            /**
             * Format: int64
             * @description The byte at which its line begins.
             */
            offset: number;
            /**
             * Format: int64
             * @description The record.
             */
            seq: number;
        };
        /** @description Where the engine makes something else of an input. */
        Divergence: {
            /**
             * Format: int64
             * @description Its time, in milliseconds since the journal's epoch.
             */
            at_ms: number;
            /** @description The call that it is about, as timelines name it. */
            call: string | null;
            /** @description What the engine makes of it; null if it ends before. */
            computed: Record<string, unknown> | null;
            /** @description The first field that differs. */
            field: string;
            /** @description What the dialer was told. */
            input: unknown;
            /** @description The last records before it that touched the session, as lines of a timeline. */
            recent: string[];
            /** @description What was recorded; null if the record ends before. */
            recorded: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description The record.
             */
            seq: number;
            /**
             * Format: int32
             * @description The session that the differing fact is about.
             */
            session: number | null;
        };
        /** @description What an enrichment service knows of a lead. */
        Enrichment: {
            /** @description The company's yearly revenue, as people write it. */
            company_revenue: string;
            /** @description The headcount that the service found. */
            company_size_verified: components["schemas"]["Headcount"];
            /**
             * Format: int32
             * @description How likely the person decides on a purchase.
             */
            decision_maker_score: number;
            /** @description The address of the person's profile. */
            linkedin_url: string;
            /** @description The last money it raised, if any. */
            recent_funding: string | null;
            /** @description What the company works with. */
            technologies_used: string[];
        };
        /** @description Documents which session a log is of. */
        Excerpt: {
            /**
             * Format: int32
             * @description The number of the session.
             */
            session: number;
        };
        /** @description A part of a film: a session's records in order, each as it stands in the journal and in words. */
        Film: {
            /** @description What `at` counts from. */
            epoch: components["schemas"]["Time"];
            /** @description The journal's id. */
            journal: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description The record after which the next part begins, if there is one.
             */
            nextAfter: number | null;
            /** @description The records of this part. */
            records: components["schemas"]["FilmRecord"][];
            /**
             * Format: int32
             * @description The number of the session.
             */
            session: number;
        };
        /** @description One record. */
        FilmRecord: {
            /**
             * Format: int64
             * @description When it was, in milliseconds since the journal's epoch.
             */
            at: number;
            /** @description What the dialer was told, as it stands in the journal. */
            input: unknown;
            /**
             * Format: int64
             * @description The record's place in the journal.
             */
            seq: number;
            /** @description The facts, as they stand in the journal: each an object whose one field names it. */
            transitions: Record<string, unknown>[];
            /** @description What of it is about the session, in words. */
            words: components["schemas"]["FilmWords"][];
        };
        /** @description A fact in words. */
        FilmWords: {
            /** @description How: `voicemail`. */
            detail: string;
            /** @description What it is about: `call 0.1`. */
            subject: string;
            /** @description What happened to it: `ended`. */
            verb: string;
        };
        /**
         * @description How many people work at a company.
         * @enum {string}
         */
        Headcount: "1-10" | "11-50" | "51-200" | "201-500" | "500+";
        /** @description How the server is. */
        Health: {
            /** @description Always true: it answers. */
            alive: boolean;
            /**
             * @description Whether all of the stored journal was read since the start, and holds. After a start from a snapshot, what lies before it is
             *     read while the server is up; should it not hold, the server stops.
             */
            checked: boolean;
            /** @description Why it is not ready. */
            detail?: string | null;
            /** @description Whether the dialer answers and takes commands. */
            ready: boolean;
            /**
             * Format: int64
             * @description The last durable record.
             */
            seq: number;
            /** @description The same, for people. */
            status: string;
        };
        /**
         * Format: uuid
         * @description An id of the API.
         */
        Id: string;
        /** @description A row that was not taken. */
        ImportLeftOut: {
            /**
             * Format: int64
             * @description The line of the file on which it begins.
             */
            line: number;
            /** @description Why it was not taken, for people. */
            reason: string;
            /** @description Why it was not taken, in a word. */
            status: components["schemas"]["ImportStatus"];
        };
        /** @description What became of a list. */
        ImportReport: {
            /** @description How many are no leads. */
            bad: number;
            /** @description The rows that were not taken, in the order of the file. */
            leftOut: components["schemas"]["ImportLeftOut"][];
            /** @description How many rows there were. */
            rows: number;
            /** @description How many were there already. */
            skipped: number;
            /** @description How many were taken in. */
            taken: number;
        };
        /**
         * @description Why a row was not taken.
         * @enum {string}
         */
        ImportStatus: "bad" | "skipped";
        /**
         * @description An industry.
         * @enum {string}
         */
        Industry: "Technology" | "Construction" | "Logistics" | "Healthcare" | "Finance" | "Manufacturing";
        /** @description The newest call to a lead: how it went, or that it still rings. */
        LastCall: {
            /** @description The call. */
            callId: components["schemas"]["Id"];
            callStatus: components["schemas"]["CallStatus"] | null;
            /** @description Its session. */
            sessionId: components["schemas"]["Id"];
            /** @description When it was placed. */
            startedAt: components["schemas"]["Time"];
        };
        /** @description Somebody to call. */
        Lead: {
            /** @description Where they work. */
            company: string;
            crmExternalId: components["schemas"]["CrmName"] | null;
            /** @description Their e-mail address as it was given. */
            email: string;
            /** @description Whether an enrichment service's knowledge was added. */
            enriched: boolean;
            enrichment_data: components["schemas"]["Enrichment"] | null;
            /** @description How many people work there. */
            headcount: components["schemas"]["Headcount"];
            /** @description The lead's id. */
            id: components["schemas"]["Id"];
            /** @description In which industry. */
            industry: components["schemas"]["Industry"];
            /** @description What they do. */
            job_title: string;
            lastCall: components["schemas"]["LastCall"] | null;
            /** @description The person's name. */
            name: string;
            /** @description The phone number in E.164; null where it does not parse. */
            phone_e164: string | null;
            /** @description Their phone number as it was given. */
            phone_number: string;
        };
        /** @description Every call to a lead. */
        LeadCalls: {
            /** @description The calls, oldest first. */
            calls: components["schemas"]["Call"][];
            /** @description How many there are. */
            total: number;
        };
        /** @description The app's own activities of one lead. */
        LeadCrmActivities: {
            /** @description The activities, in the order of the calls. */
            activities: components["schemas"]["CrmActivity"][];
            crmExternalId: components["schemas"]["CrmName"] | null;
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            leadName: string;
            /** @description How many there are. */
            total: number;
        };
        /** @description What the filters may be set to. */
        LeadFilterOptions: {
            /** @description Every headcount, smallest first. */
            headcounts: components["schemas"]["Headcount"][];
            /** @description Every industry. */
            industries: components["schemas"]["Industry"][];
        };
        /** @description Leads that were found. */
        LeadList: {
            /** @description The leads of this page. */
            leads: components["schemas"]["Lead"][];
            /** @description How many there are on all pages. */
            total: number;
        };
        /** @description What became of a lead. */
        LeadTold: {
            /** @description The lead as it is now. */
            lead: components["schemas"]["Lead"];
            /** @description What was done, for people. */
            message: string;
        };
        /**
         * @description What a telephone line does: it rings, is perhaps released, and then has ended.
         * @enum {string}
         */
        LineState: "RINGING" | "RELEASING" | "ENDED";
        /** @description How a session's calls went: those attempted are connected, failed, canceled, or ring. */
        Metrics: {
            /**
             * Format: int32
             * @description How many of those a person answered too late, and heard nobody.
             */
            abandoned: number;
            /**
             * Format: int32
             * @description How many were placed.
             */
            attempted: number;
            /**
             * Format: int32
             * @description How many the dialer ended.
             */
            canceled: number;
            /**
             * Format: int32
             * @description How many a person answered.
             */
            connected: number;
            /**
             * Format: int32
             * @description How many ended otherwise, by themselves.
             */
            failed: number;
        };
        /** @description An activity in the mock CRM. */
        MockCrmActivity: {
            /** @description The call that it tells of. */
            callId: components["schemas"]["Id"];
            /** @description Since when it exists. */
            createdAt: components["schemas"]["Time"];
            /** @description The contact in the CRM. */
            crmExternalId: components["schemas"]["CrmName"];
            /** @description How the call ended, in the CRM's words. */
            disposition: string;
            /** @description The CRM's own id. */
            id: components["schemas"]["CrmName"];
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description A sentence for whoever reads it. */
            notes: string;
            /** @description The app's own activity that it was made of. */
            sourceActivityId: components["schemas"]["Id"];
            /** @description What kind of activity it is. */
            type: components["schemas"]["ActivityKind"];
        };
        /** @description Activities of the mock CRM, oldest first. */
        MockCrmActivityList: {
            /** @description The activities of this page. */
            activities: components["schemas"]["MockCrmActivity"][];
            /** @description How many there are on all pages. */
            total: number;
        };
        /** @description A contact in the mock CRM. */
        MockCrmContact: {
            /** @description Where they work. */
            company: string;
            /** @description Since when it exists. */
            createdAt: components["schemas"]["Time"];
            /** @description Their e-mail address. */
            email: string;
            /** @description The CRM's own id. */
            id: components["schemas"]["CrmName"];
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            name: string;
            /** @description Their phone number. */
            phone: string;
        };
        /** @description Contacts of the mock CRM, oldest first. */
        MockCrmContactList: {
            /** @description The contacts of this page. */
            contacts: components["schemas"]["MockCrmContact"][];
            /** @description How many there are on all pages. */
            total: number;
        };
        /** @description A lead to take in. Other fields are ignored. */
        NewLead: {
            company: string;
            email: string;
            headcount: components["schemas"]["Headcount"];
            industry: components["schemas"]["Industry"];
            job_title: string;
            name: string;
            phone_number: string;
        };
        /** @description A session to start. Other fields are ignored. */
        NewSession: {
            agentId: string;
            /**
             * @description How many lines may ring at once.
             * @default 2
             */
            concurrency: number;
            /** @description The leads to call, in this order; one that stands twice is called once. */
            leadIds: components["schemas"]["Id"][];
        };
        /** @description A study to begin, with the fields of a study file. It has at most 40 settings with 100000 leads together, and can come to 7000000000 records. */
        NewStudy: {
            /** @description The values of the setting that the others are compared with; else the first. */
            baseline?: {
                [key: string]: unknown;
            };
            /** @description Which keys of the scenario take which values, such as `{"dialer.ring_timeout_ms": [20000, 32000]}`: every combination is a setting. Keys count in the order of their letters, and the last one changes fastest. */
            grid?: {
                [key: string]: unknown;
            };
            /** @description The numbers of lines that are compared, or a range such as `1..=10`; short for the grid's. */
            lines?: unknown[] | string;
            /** @description What it is called; as its scenario, where nothing is said. */
            name?: string;
            /** @description Half of the widest 95 % interval that will do, by measure: `{"abandoned_share": 0.002}`. The study stops when all are met. */
            precision?: {
                [key: string]: unknown;
            };
            /** @description How many runs each setting gets, with a precision at most. 10000 where neither is named; where only a precision is, as many as are allowed. */
            runs?: number;
            /**
             * @description A scenario's name, or a whole one in TOML.
             * @default seed
             */
            scenario: string;
            /**
             * @description What all luck is drawn from. JavaScript's own numbers are exact up to 9007199254740991; a larger seed is sent, and read, in its digits.
             * @default 1
             */
            seed: number;
        };
        /** @description What was found in a journal, and the sessions that it has. */
        OpenedJournal: {
            /** @description The first 1,000 sessions, fewer where they are long (25,000 leads), as they are at the last record that holds. */
            sessions: components["schemas"]["Session"][];
            /** @description Whether the journal holds. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description What a call shows of its lead. */
        Person: {
            /** @description Where they work. */
            company: string;
            /** @description The lead's id. */
            id: components["schemas"]["Id"];
            /** @description What they do. */
            job_title: string;
            /** @description The person's name. */
            name: string;
            /** @description Their phone number as it was given. */
            phone_number: string;
        };
        /** @description A problem document (RFC 9457). */
        Problem: {
            /** @description What is wrong, and what to do. */
            detail: string;
            /**
             * Format: int32
             * @description The status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description There is no page about any of them: the status and the sentence say all. */
            type: string;
        };
        /** @description The simulated carrier's own name of a call: made of the ordinals, so it is the same after a restart. */
        ProviderCallId: string;
        /** @description What a listener is told of a record. */
        RecordMessage: {
            /**
             * Format: int64
             * @description When it was, in milliseconds since the journal's epoch.
             */
            at: number;
            /** @description The other sessions, where the record is about several. */
            others?: components["schemas"]["SessionWithCalls"][];
            /**
             * Format: int64
             * @description The record's place in the journal.
             */
            seq: number;
            /** @description The facts, as they stand in the journal: each an object whose one field names it. */
            transitions: Record<string, unknown>[];
            view: components["schemas"]["SessionWithCalls"] | null;
        };
        /** @description Records whose facts follow no more from their inputs, because the rules have changed since. */
        RulesChanged: {
            /** @description The seqs of the first of them. */
            first: number[];
            /**
             * Format: int64
             * @description How many there are.
             */
            records: number;
        };
        /** @description What a simulated world is like. */
        Scenario: {
            /** @description Its name. */
            name: string;
            /** @description What it is, in a sentence. */
            title: string;
            /** @description The scenario as it can be sent, changed or not. */
            toml: string;
        };
        /** @description The scenarios that come with the program. */
        ScenarioList: {
            /** @description The scenarios. */
            scenarios: components["schemas"]["Scenario"][];
        };
        /** @description A session: one agent's list of leads, dialed on a few lines until somebody answers. */
        Session: {
            /** @description The calls that ring now. */
            activeCallIds: components["schemas"]["Id"][];
            /** @description For whom it dials. */
            agentId: string;
            /** @description Its calls, in the order in which they were placed. */
            calls: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description How many lines may ring at once.
             */
            concurrency: number;
            /** @description The session's id. */
            id: components["schemas"]["Id"];
            /** @description The leads that were not called yet, in their order. */
            leadQueue: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description The same as `concurrency`.
             */
            lines: number;
            /** @description How its calls went. */
            metrics: components["schemas"]["Metrics"];
            /**
             * Format: int32
             * @description Its number: sessions count from 0.
             */
            number: number;
            /**
             * Format: int64
             * @description The record after which it was as it is shown.
             */
            seq: number;
            /** @description Whether nothing about it changes by itself any more. */
            settled: boolean;
            /** @description When it began. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether it goes on. */
            status: components["schemas"]["SessionStatus"];
            stopReason: components["schemas"]["StopReason"] | null;
            stoppedAt: components["schemas"]["Time"] | null;
            /** @description The people who are on a line elsewhere, and for whom it waits. */
            waitingFor: components["schemas"]["Waited"][];
            winnerCallId: components["schemas"]["Id"] | null;
        };
        /** @description Sessions, newest first. A page ends early where its sessions are long. */
        SessionList: {
            /** @description Where the next page begins, if there is one. */
            nextOffset: number | null;
            /** @description The sessions of this page. */
            sessions: components["schemas"]["Session"][];
            /** @description How many there are on all pages. */
            total: number;
        };
        /**
         * @description Whether a session goes on.
         * @enum {string}
         */
        SessionStatus: "RUNNING" | "STOPPED";
        /** @description A session, with whole calls. */
        SessionWithCalls: {
            /** @description The calls that ring now. */
            activeCallIds: components["schemas"]["Id"][];
            /** @description For whom it dials. */
            agentId: string;
            /** @description Its calls, in the order in which they were placed. */
            calls: components["schemas"]["Call"][];
            /**
             * Format: int32
             * @description How many lines may ring at once.
             */
            concurrency: number;
            /** @description The session's id. */
            id: components["schemas"]["Id"];
            /** @description The leads that were not called yet, in their order. */
            leadQueue: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description The same as `concurrency`.
             */
            lines: number;
            /** @description How its calls went. */
            metrics: components["schemas"]["Metrics"];
            /**
             * Format: int32
             * @description Its number: sessions count from 0.
             */
            number: number;
            /**
             * Format: int64
             * @description The record after which it was as it is shown.
             */
            seq: number;
            /** @description Whether nothing about it changes by itself any more. */
            settled: boolean;
            /** @description When it began. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether it goes on. */
            status: components["schemas"]["SessionStatus"];
            stopReason: components["schemas"]["StopReason"] | null;
            stoppedAt: components["schemas"]["Time"] | null;
            /** @description The people who are on a line elsewhere, and for whom it waits. */
            waitingFor: components["schemas"]["Waited"][];
            winnerCallId: components["schemas"]["Id"] | null;
        };
        /** @description What a listener is told to begin with: how it is after a record. */
        SnapshotMessage: components["schemas"]["SnapshotShown"] & {
            /**
             * Format: int64
             * @description When it was, in milliseconds since the epoch.
             */
            at: number;
            /** @description What `at` counts from. */
            epoch: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description What time it is, in milliseconds since the epoch: nothing may have happened for a while.
             */
            now: number;
            /**
             * Format: int64
             * @description The record's place in the journal.
             */
            seq: number;
            /** @description Always true; no other message has it. */
            snapshot: boolean;
        };
        /** @description What is shown of the present. */
        SnapshotShown: {
            /** @description The session. */
            view: components["schemas"]["SessionWithCalls"];
        } | {
            /** @description How many run. */
            running: number;
            /** @description The newest 1,000 of them, fewer where they are long (4 MiB), oldest first. */
            sessions: components["schemas"]["SessionWithCalls"][];
        };
        /**
         * @description Why a session stopped.
         * @enum {string}
         */
        StopReason: "WINNER" | "EXHAUSTED" | "MANUAL" | "INTERRUPTED";
        /** @description A study: settings of a scenario, compared over the same runs. */
        Study: components["schemas"]["StudyProgress"] & {
            /** @description How often what was seen, for each setting by measure, in the order of `settings`; not in lists. */
            distributions?: {
                [key: string]: components["schemas"]["StudyHistogram"];
            }[];
            /** @description Its id. */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Half of the widest interval that will do, by measure. */
            precision: {
                [key: string]: number;
            };
            /** @description Which of the scenarios that come with the program it is, its lines aside; left out where it is none of them, and in lists. */
            preset?: string;
            /**
             * Format: int64
             * @description How many runs each setting gets; with a precision, at most.
             */
            runs: number;
            /** @description The scenario's name. */
            scenario: string;
            /**
             * Format: int64
             * @description What all luck is drawn from.
             */
            seed: number;
            /** @description What is compared. */
            settings: components["schemas"]["StudySetting"][];
            /** @description What it found so far, as `redial study` writes it into `summary.json`; not in lists. */
            summary?: components["schemas"]["StudySummary"];
            /** @description The scenario of the first setting, as a file; not in lists. */
            toml?: string;
        };
        /** @description By how much a measure of a setting differs from the baseline's. */
        StudyComparison: {
            /** @description The difference; absent when there was nothing to tell it from. */
            estimate?: components["schemas"]["StudyEstimate"];
            /** @description The measure's name. */
            measure: string;
        };
        /** @description A figure and the interval that holds the truth in 95 of 100 studies. */
        StudyEstimate: {
            /**
             * Format: double
             * @description Where it ends.
             */
            high: number;
            /** @description How it was made. */
            interval: components["schemas"]["StudyInterval"];
            /**
             * Format: double
             * @description Where the interval begins.
             */
            low: number;
            /**
             * Format: double
             * @description The figure.
             */
            value: number;
        };
        /** @description A measure of a setting. */
        StudyFigure: {
            /** @description The figure; absent when there was nothing to tell it from. */
            estimate?: components["schemas"]["StudyEstimate"];
            /** @description The measure's name. */
            measure: string;
            /** @description Quantiles of its distribution, to three digits, of shares to a tenth of a percent: `p50`, `p90`, `p99`. */
            quantiles?: {
                [key: string]: number;
            };
            /**
             * Format: double
             * @description The standard deviation of what it is the mean of.
             */
            sd?: number;
            /** @description What it is counted in: `per run`, `share`, `ms` or `per hour`. */
            unit: string;
        };
        /** @description A distribution: how many values lie in each of some classes of equal width. */
        StudyHistogram: {
            /** @description How many values lie in each class. */
            counts: number[];
            /**
             * Format: double
             * @description How wide a class is, in the measure's unit; the first one begins at 0.
             */
            width: number;
        };
        /**
         * @description How an interval was made.
         * @enum {string}
         */
        StudyInterval: "normal" | "ratio" | "wilson" | "wilson_effective" | "newcombe";
        /** @description The studies that are kept. */
        StudyList: {
            /** @description Newest first, without what they found; the last 16 are kept. */
            studies: components["schemas"]["Study"][];
        };
        /** @description How far a study has come. */
        StudyProgress: {
            /** @description Why it could not go on. */
            detail?: string;
            /**
             * Format: int64
             * @description How many runs are done, of all settings together.
             */
            done: number;
            /**
             * Format: int64
             * @description How long it has been worked on, in milliseconds.
             */
            elapsedMs: number;
            /** @description The same in words: what is farthest from its goal, and how many runs it would take. */
            goals?: string;
            /** @description Whether everything is as precise as was asked for, where a precision was. */
            isPrecise?: boolean;
            /**
             * Format: int64
             * @description How long it will take from here, in milliseconds, where that can be told.
             */
            leftMs?: number;
            /** @description How far it has come. */
            status: components["schemas"]["StudyStatus"];
            /**
             * Format: int64
             * @description On how many runs of each setting the summary rests.
             */
            summaryRuns: number;
            /**
             * Format: int64
             * @description How many there will be; with a precision, at most.
             */
            total: number;
        };
        /** @description A run as it went in every setting: with the same luck. */
        StudyRun: {
            /**
             * Format: int64
             * @description Its number, from 0.
             */
            run: number;
            /** @description How it went in each setting, in the study's order. */
            settings: components["schemas"]["StudyRunOfSetting"][];
        };
        /** @description What a run came to; the names are those of the columns of `runs.csv`. */
        StudyRunCounts: {
            /**
             * Format: int64
             * @description Persons who answered a line that was being released.
             */
            abandoned: number;
            /**
             * Format: int64
             * @description Calls placed.
             */
            attempted: number;
            /**
             * Format: int64
             * @description Calls that the dialer gave up.
             */
            canceled: number;
            /**
             * Format: int64
             * @description From the end of a call until its result was in the CRM, all of them together, in milliseconds.
             */
            crm_lag_ms: number;
            /**
             * Format: int64
             * @description Calls that the dialer ended before they had rung for 15 s, and that nobody answered meanwhile.
             */
            cut_short: number;
            /**
             * Format: int64
             * @description From the start of the session to its stop, in milliseconds.
             */
            duration_ms: number;
            /**
             * Format: int64
             * @description Calls that ended as NO_ANSWER, BUSY, VOICEMAIL or FAILED.
             */
            failed: number;
            /**
             * Format: int64
             * @description How long the lines could have rung, in milliseconds.
             */
            line_ms: number;
            /**
             * Format: int64
             * @description How long calls rang, all lines together, in milliseconds.
             */
            ringing_ms: number;
            /**
             * Format: int64
             * @description Calls whose result reached the CRM.
             */
            synced: number;
            /**
             * Format: int64
             * @description Until somebody was put through, in milliseconds; absent where nobody was.
             */
            wait_ms?: number;
            /**
             * Format: int64
             * @description Whether somebody was put through: 0 or 1.
             */
            won: number;
        };
        /** @description A run as it went in one setting. */
        StudyRunOfSetting: components["schemas"]["StudyRunCounts"] & {
            /** @description What the setting is called. */
            name: string;
        };
        /** @description Runs of one setting, in order. A page ends early where its runs are long, and has at least one if there is one. */
        StudyRunPage: {
            /** @description The runs. */
            runs: components["schemas"]["StudyRunRow"][];
            /** @description The setting, by its place. */
            setting: number;
            /**
             * Format: int64
             * @description How many runs there can be.
             */
            total: number;
        };
        /** @description A run. */
        StudyRunRow: components["schemas"]["StudyRunCounts"] & {
            /**
             * Format: int64
             * @description Its number, from 0.
             */
            run: number;
        };
        /** @description A setting. */
        StudySetting: {
            /**
             * Format: int32
             * @description How many lines may ring at once.
             */
            lines: number;
            /** @description What it is called, from its values. */
            name: string;
            /** @description The values of the grid, by their keys. */
            values: {
                [key: string]: unknown;
            };
        };
        /** @description What a setting came to. */
        StudySettingSummary: {
            /** @description By how much it differs from the baseline, on the same runs; empty for the baseline itself. */
            differences: components["schemas"]["StudyComparison"][];
            /** @description Every measure. */
            figures: components["schemas"]["StudyFigure"][];
            /** @description What it is called. */
            name: string;
            /** @description The values of the grid, by their keys. */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * @description What becomes of a study: whether it waits, is worked on, or is over.
         * @enum {string}
         */
        StudyStatus: "WAITING" | "RUNNING" | "DONE" | "CANCELED" | "FAILED";
        /** @description What a study found. */
        StudySummary: {
            /** @description The setting that the others are compared with. */
            baseline: string;
            /** @description How far it is from the precision that was asked for, in words. */
            goals?: string;
            /**
             * Format: int64
             * @description How many runs each setting got.
             */
            runs: number;
            /** @description The scenario's name. */
            scenario: string;
            /**
             * Format: int64
             * @description What all luck was drawn from.
             */
            seed: number;
            /** @description What each setting came to. */
            settings: components["schemas"]["StudySettingSummary"][];
            /** @description What the study is called. */
            study: string;
        };
        /** @description What a client says over the WebSocket: `{"subscribe": "all"}`, or `{"subscribe": {"session": "…"}, "after": 12}`. */
        Subscription: {
            /**
             * Format: int64
             * @description The last record that it saw; where it is left out, the present comes first.
             */
            after?: number | null;
            /** @description What it follows. */
            subscribe: components["schemas"]["SubscriptionSubject"];
        };
        /** @description What a client follows. */
        SubscriptionSubject: "all" | {
            /** @description Those about a session, by its id. */
            session: string;
        };
        /** @description What became of the syncs that had failed. */
        SyncsRetried: {
            /** @description What was done, for people. */
            message: string;
            /** @description How many there were. */
            retried: number;
        };
        /**
         * Format: date-time
         * @description A date and time in ISO 8601, with milliseconds, in UTC.
         */
        Time: string;
        /** @description Bytes that were not finished. */
        Torn: {
            /**
             * Format: int64
             * @description How many there are.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Where they begin.
             */
            offset: number;
        };
        /** @description Whether a journal holds, and how much of it. A file that is no journal has `verdict`, `records` and `damage` alone. */
        Verdict: {
            /**
             * Format: int64
             * @description The time of that record, in milliseconds since the journal's epoch.
             */
            at_ms?: number;
            /**
             * Format: int64
             * @description How many calls were placed.
             */
            calls?: number;
            damage?: components["schemas"]["Damage"] | null;
            divergence?: components["schemas"]["Divergence"] | null;
            extract?: components["schemas"]["Excerpt"] | null;
            /** @description The chain of the last line that holds. */
            fingerprint?: string;
            /**
             * Format: uuid
             * @description The journal's id.
             */
            journal?: string;
            /** @description Whether reading was stopped before the end. */
            partial?: boolean;
            /**
             * Format: int64
             * @description How many records hold.
             */
            records: number;
            /**
             * Format: int32
             * @description The rules that wrote it.
             */
            rules?: number;
            /** @description Where the engine of today decides otherwise than the rules that wrote. */
            rules_changed?: components["schemas"]["RulesChanged"];
            /**
             * Format: int64
             * @description The seq of the last record that holds.
             */
            seq?: number;
            /**
             * Format: int64
             * @description How many sessions were started.
             */
            sessions?: number;
            torn?: components["schemas"]["Torn"] | null;
            /**
             * Format: int64
             * @description How many facts those records have.
             */
            transitions?: number;
            /** @description Whether it holds. */
            verdict: components["schemas"]["VerdictWord"];
        };
        /**
         * @description Whether a journal holds.
         * @enum {string}
         */
        VerdictWord: "same" | "divergence" | "damaged";
        /** @description What runs here. */
        Version: {
            /** @description The journal's id. */
            journal: components["schemas"]["Id"];
            /** @description The program. */
            name: string;
            /**
             * Format: int32
             * @description The version of the dialing rules, which journals record.
             */
            rules: number;
            /** @description Its version. */
            version: string;
        };
        /** @description A person who is on a line elsewhere, and for whom the session waits. */
        Waited: {
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            name: string;
        };
    };
    responses: {
        /** @description The request is not shaped as it must be. */
        BadRequest: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The state does not allow it, or the key stands for another request. */
        Conflict: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A page or a host name that is not the server's own asks. */
        Forbidden: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault in the server, which its log tells, or what is stored of the past cannot be read or does not hold. */
        InternalServerError: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing. */
        NotFound: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this route takes. */
        PayloadTooLarge: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body does not come in time. */
        RequestTimeout: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much waits, the disk is full, the server is stopping, or all that may be at once is taken: try again later. */
        ServiceUnavailable: {
            headers: {
                /** @description In how many seconds to try again. */
                "retry-after"?: number;
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The client asks for more than it may. */
        TooManyRequests: {
            headers: {
                /** @description In how many seconds to try again. */
                "retry-after"?: number;
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is declared as something that this route does not take. */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The request's id, as in the server's log; one that the client sends is kept. */
        "x-request-id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    retryFailedSyncs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were offered again. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncsRetried"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listCrmSyncs: {
        parameters: {
            query?: {
                /** @description Only results that have come as far. */
                status?: "PENDING" | "SYNCED" | "FAILED" | "";
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The results. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrmSyncList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    retrySync: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The call. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The sync has not failed. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions, newest first, with the ids of their calls. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    startSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description The session, with the ids of its first calls. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    showSession: {
        parameters: {
            query?: {
                /** @description The record after which the session is shown; now, where nothing is said. */
                at?: number;
            };
            header?: never;
            path: {
                /** @description The session. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, with whole calls. */
            200: {
                headers: {
                    /** @description What time it is, by the clock of the times in the body; not with `at`. */
                    "x-now"?: components["schemas"]["Time"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWithCalls"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    pushSession: {
        parameters: {
            query?: {
                /** @description Only records beyond this one. */
                after?: number;
            };
            header?: {
                /** @description The last event that the reader saw; it counts for more than `after`. */
                "last-event-id"?: number;
            };
            path: {
                /** @description The session. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. Each event has the record's `seq` as its id, and as data a `RecordMessage`, or a `SnapshotMessage` to begin with. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    sessionFilm: {
        parameters: {
            query?: {
                /** @description Only records beyond this one. */
                after?: number;
                /** @description The most records. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The session. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Film"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    sessionLog: {
        parameters: {
            query?: {
                /** @description Only records up to this one, as a file. */
                until?: number;
                /** @description Only records beyond this one. */
                after?: number;
                /** @description The most records; all of them where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The session. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log: a journal of this session alone, a record a line. */
            200: {
                headers: {
                    /** @description The record after which the next page begins. */
                    "redial-next-after"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    stopSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The session. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, with the ids of its calls. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    pushAll: {
        parameters: {
            query?: {
                /** @description Only records beyond this one. */
                after?: number;
            };
            header?: {
                /** @description The last event that the reader saw; it counts for more than `after`. */
                "last-event-id"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. Each event has the record's `seq` as its id, and as data a `RecordMessage`, or a `SnapshotMessage` to begin with. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is ready. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            /** @description The server is alive, and not ready. */
            503: {
                headers: {
                    /** @description In how many seconds to try again. */
                    "retry-after"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    journalPage: {
        parameters: {
            query?: {
                /** @description Only records up to this one, as a file. */
                until?: number;
                /** @description Only records beyond this one. */
                after?: number;
                /** @description The most records; 1000 where nothing is said, and all of them with `until`. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stored lines, byte for byte. */
            200: {
                headers: {
                    /** @description The record after which the next page begins. */
                    "redial-next-after"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listLeads: {
        parameters: {
            query?: {
                /** @description Only leads of this industry; one that nobody has finds nobody. */
                industry?: string;
                /** @description Only leads whose company is as large; a size that nobody has finds nobody. */
                headcount?: string;
                /** @description Only leads with this text in a name, company, address, job title or number, whatever the case. */
                search?: string;
                /** @description By which field the leads are sorted; with - before it the order falls. */
                sort?: "name" | "-name" | "job_title" | "-job_title" | "phone_number" | "-phone_number" | "company" | "-company" | "email" | "-email" | "headcount" | "-headcount" | "industry" | "-industry" | "enriched" | "-enriched" | "";
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The leads. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLead"];
            };
        };
        responses: {
            /** @description The lead, as it was taken in. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadTold"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    leadFilterOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is to choose from. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadFilterOptions"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    importLeads: {
        parameters: {
            query?: {
                /** @description Whether rows whose number or address is there already are skipped or kept. */
                duplicates?: "skip" | "keep" | "";
            };
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The list: the first line names the seven fields of a lead, in any order; up to 8 MiB and 100,000 rows. */
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of each row. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    showLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    leadCalls: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calls. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadCalls"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    leadCrmActivities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The activities. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadCrmActivities"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    enrichLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description The client's own name for the request, visible ASCII: under the same one it is done once and answered the same. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The lead. */
                id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead, enriched. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadTold"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of OpenMetrics. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    mockCrmActivities: {
        parameters: {
            query?: {
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The activities. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MockCrmActivityList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    mockCrmContacts: {
        parameters: {
            query?: {
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contacts. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MockCrmContactList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    showDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    openJournal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A journal, or a session's log; up to 64 MiB. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedJournal"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    journalFilm: {
        parameters: {
            query?: {
                /** @description The session's number; it may be left out for a session's log. */
                session?: number;
                /** @description Only records beyond this one. */
                after?: number;
                /** @description The most records. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A journal, or a session's log; up to 64 MiB. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Film"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    cutJournal: {
        parameters: {
            query?: {
                /** @description The session's number; it may be left out for a session's log. */
                session?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A journal, or a session's log; up to 64 MiB. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The session's log. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            /** @description The journal has no such session. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    journalSession: {
        parameters: {
            query: {
                /** @description The session's number; it may be left out for a session's log. */
                session?: number;
                /** @description The record after which the session is shown. */
                at: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A journal, or a session's log; up to 64 MiB. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The session, with whole calls. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWithCalls"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            /** @description The session had not begun then. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listScenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scenarios. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listStudies: {
        parameters: {
            query?: {
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The studies. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    startStudy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStudy"];
            };
        };
        responses: {
            /** @description The study; 503 while four others are under way. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    showStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The study. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    cancelStudy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The study, which ends soon. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Study"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    pushStudy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last event that the reader saw; it counts for more than `after`. */
                "last-event-id"?: number;
            };
            path: {
                /** @description The study. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that ends with the study. Each event has a rising number as its id, and a `StudyProgress` as data. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The last event was the end: nothing more comes. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description The setting, by its place in the study. */
                setting?: number;
                /** @description The most items. */
                limit?: number;
                /** @description How many items to pass over. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description The study. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyRunPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description A run does not come to an end. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    showRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The study. */
                id: string;
                /** @description The run, from 0. */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudyRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The run does not come to an end. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    runJournal: {
        parameters: {
            query?: {
                /** @description The setting, by its place in the study. */
                setting?: number;
                /** @description The only setting with so many lines, instead of `setting`. */
                lines?: number;
            };
            header?: never;
            path: {
                /** @description The study. */
                id: string;
                /** @description The run, from 0. */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run's journal. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The journal is larger than 64 MiB. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What runs here. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    openSocket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket is open. */
            101: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The connection cannot become a WebSocket. */
            426: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
