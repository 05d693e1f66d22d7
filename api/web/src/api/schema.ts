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
        /** Retries the CRM sync of every call whose sync is FAILED. */
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
        /** Lists the CRM syncs of calls, those of the newest session first. */
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
        /** Retries the CRM sync of a call whose sync is FAILED. */
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
        /** Starts a session. Its first leads are ringing when the answer arrives. */
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
        /** Shows a session and its calls, now or as of the record `at`. */
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
        /** Pushes every record that concerns a session. */
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
         * Shows a session as a film: its records, each as the journal has it and in words.
         * @description A part ends after `limit` records, or earlier if its records are long. `nextAfter` is the `after` of the next part.
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
         * Streams a session's log: an extract of the journal that can be replayed by itself.
         * @description With `after`, the log contains only later records, which continue a log fetched before. `limit` bounds the records.
         *     With `until`, the log is a file up to that record; the session must have begun by then.
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
        /** Stops a session. A stopped session does not change. */
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
         * Reports whether the server is alive, which the answer proves, and ready: the dialer answers, and the disk has room.
         *     A server that is alive and not ready answers 503 with the reason; do not kill it.
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
         * Streams the records after `after`, headers included. All pages from 0 on, one after the other, are the journal
         *     itself.
         * @description `until=SEQ` downloads everything up to and including SEQ as one file; `limit` then has no default.
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
        /** Lists leads: all, or those that match the filters and contain the searched text. */
        get: operations["listLeads"];
        put?: never;
        /** Adds a lead. */
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
        /** Lists the values of the filters. */
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
         * Adds a lead for every good row of a list, and lists the other rows.
         * @description A repeat under the same key continues where the first request ended, and returns the same report.
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
        /** Asks the enrichment service about a lead and waits for its answer; an enriched lead is shown again. */
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
        /** Shows the present metrics. The handler does not wait for the dialer, so it answers even if the dialer does not. */
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
        /** Executes a journal again, or folds a session's log, and reports the verdict and the sessions. */
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
         * Shows a session's records, each as the file has it and in words, up to the first damage.
         * @description A part ends after `limit` records, or earlier if its records are long. `nextAfter` is the `after` of the next part.
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
        /** Extracts one session's log from a journal, up to the first damage. */
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
        /** Shows a session as of a record. */
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
        /** Lists the built-in scenarios. */
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
        /**
         * Starts a study: settings of a scenario, compared over the same runs. A study with the same fields has the same
         *     findings.
         */
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
        /** Shows a study's progress and its findings so far. */
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
        /** Cancels a study. Its findings stay. A study that has ended does not change. */
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
         * Pushes a study's progress.
         * @description The present progress comes first, then each change. A slow reader receives the last change only. The stream ends
         *     with the study. A browser that reconnects then gets 204, which ends its tries.
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
        /** Lists the counts of runs in one setting. The server plays the runs again for each request. */
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
        /** Shows the counts of one run in every setting. */
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
        /** Shows the program, its version, and the id of its journal. */
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
         * @description The client sends a `Subscription` as text; the next one replaces it. The server sends a `RecordMessage` for every
         *     record, a
         *     `SnapshotMessage` to begin with, and `{"detail": "…"}` for a message that it does not understand.
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
         * @description The kind of activity.
         * @enum {string}
         */
        ActivityKind: "CALL";
        /** @description One ring of one lead. */
        Call: {
            /** @description Whether a person answered while the dialer hung up, and heard silence. */
            abandoned: boolean;
            /** @description The agent of its session. */
            agentId: string;
            callStatus: components["schemas"]["CallStatus"] | null;
            crmActivityId: components["schemas"]["Id"] | null;
            crmActivityStatus: components["schemas"]["CrmActivityStatus"] | null;
            endedAt: components["schemas"]["Time"] | null;
            /** @description The call's id. */
            id: components["schemas"]["Id"];
            /** @description The lead. */
            lead: components["schemas"]["Person"];
            /** @description The lead that it rings. */
            leadId: components["schemas"]["Id"];
            /** @description The state of the telephone line, which can be busy for a moment longer than the call rings. */
            line: components["schemas"]["LineState"];
            /** @description The session's number and the call's within it, as timelines print it. */
            number: components["schemas"]["CallNumber"];
            /** @description The simulated carrier's id of the call. */
            providerCallId: components["schemas"]["ProviderCallId"];
            /** @description The session that it belongs to. */
            sessionId: components["schemas"]["Id"];
            /** @description When it was placed. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether the call rings. */
            status: components["schemas"]["CallState"];
        };
        /** @description The number of a call, as timelines print it: `0.1`. */
        CallNumber: string;
        /**
         * @description Whether a call rings.
         * @enum {string}
         */
        CallState: "RINGING" | "COMPLETED";
        /**
         * @description The outcome of a call.
         * @enum {string}
         */
        CallStatus: "CONNECTED" | "NO_ANSWER" | "BUSY" | "VOICEMAIL" | "FAILED" | "CANCELED_BY_DIALER";
        /** @description An activity of the app: the result of a call, once its lead is linked to a contact. */
        CrmActivity: {
            /** @description The call. */
            callId: components["schemas"]["Id"];
            /** @description The time of its creation. */
            createdAt: components["schemas"]["Time"];
            /** @description The contact in the CRM. */
            crmExternalId: components["schemas"]["CrmName"];
            /** @description The outcome of the call, in the CRM's words. */
            disposition: string;
            /** @description The activity's id. */
            id: components["schemas"]["Id"];
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The outcome as a sentence. */
            notes: string;
            /** @description The kind of activity. */
            type: components["schemas"]["ActivityKind"];
        };
        /**
         * @description The status of a CRM sync.
         * @enum {string}
         */
        CrmActivityStatus: "PENDING" | "SYNCED" | "FAILED";
        /** @description An id that the mock CRM gave, to a contact (CRM) or to an activity (MOCK). */
        CrmName: string;
        /** @description The CRM sync of a call, in both stores. */
        CrmSync: {
            activity: components["schemas"]["CrmActivity"] | null;
            /** @description The call. */
            callId: components["schemas"]["Id"];
            /** @description Its outcome. */
            callStatus: components["schemas"]["CallStatus"];
            crmActivityStatus: components["schemas"]["CrmActivityStatus"] | null;
            external: components["schemas"]["MockCrmActivity"] | null;
            /** @description The lead that it rang. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            leadName: string;
            /** @description The session's number and the call's within it. */
            number: components["schemas"]["CallNumber"];
            /** @description The call's session. */
            sessionId: components["schemas"]["Id"];
        };
        /** @description The number of all syncs by status, regardless of the filter. */
        CrmSyncCounts: {
            /** @description Given up after the last attempt. */
            failed: number;
            /** @description Under way, or waiting for the next attempt. */
            pending: number;
            /** @description Taken by the CRM. */
            synced: number;
        };
        /** @description CRM syncs of calls. */
        CrmSyncList: components["schemas"]["CrmSyncCounts"] & {
            /** @description The syncs of this page, those of the newest session first. */
            syncs: components["schemas"]["CrmSync"][];
            /** @description The number of syncs of the status asked for. */
            total: number;
        };
        /** @description The first damaged line. */
        Damage: {
            /** @description The damage, for people. */
            detail: string;
            /** @description The kind of damage, as a word. */
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
        /** @description The first record that the engine computes otherwise. */
        Divergence: {
            /**
             * Format: int64
             * @description Its time, in milliseconds since the journal's epoch.
             */
            at_ms: number;
            /** @description The call of the differing fact, as timelines name it. */
            call: string | null;
            /** @description The computed fact; null if the engine computes fewer. */
            computed: Record<string, unknown> | null;
            /** @description The first field that differs. */
            field: string;
            /** @description The input. */
            input: unknown;
            /** @description The last records before it that touched the session, as lines of a timeline. */
            recent: string[];
            /** @description The recorded fact; null if the record has fewer. */
            recorded: Record<string, unknown> | null;
            /**
             * Format: int64
             * @description The record.
             */
            seq: number;
            /**
             * Format: int32
             * @description The session of the differing fact.
             */
            session: number | null;
        };
        /** @description The enrichment service's data of a lead. */
        Enrichment: {
            /** @description The company's yearly revenue, as people write it. */
            company_revenue: string;
            /** @description The headcount that the service found. */
            company_size_verified: components["schemas"]["Headcount"];
            /**
             * Format: int32
             * @description How likely the person decides on a purchase, out of 100.
             */
            decision_maker_score: number;
            /** @description The address of the person's profile. */
            linkedin_url: string;
            /** @description The company's last funding, if any. */
            recent_funding: string | null;
            /** @description The technologies that the company uses. */
            technologies_used: string[];
        };
        /** @description Documents the session of a log. */
        Excerpt: {
            /**
             * Format: int32
             * @description The number of the session.
             */
            session: number;
        };
        /** @description A part of a film: a session's records in order, each as the journal has it and in words. */
        Film: {
            /** @description The start of the time `at`. */
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
             * @description Its time, in milliseconds since the journal's epoch.
             */
            at: number;
            /** @description The input, as the journal has it. */
            input: unknown;
            /**
             * Format: int64
             * @description The record's place in the journal.
             */
            seq: number;
            /** @description The facts, as the journal has them: each an object whose one field names it. */
            transitions: Record<string, unknown>[];
            /** @description The facts about the session, in words. */
            words: components["schemas"]["FilmWords"][];
        };
        /** @description A fact in words. */
        FilmWords: {
            /** @description The rest: `voicemail`. */
            detail: string;
            /** @description Its subject: `call 0.1`. */
            subject: string;
            /** @description The verb: `ended`. */
            verb: string;
        };
        /**
         * @description The number of people at a company.
         * @enum {string}
         */
        Headcount: "1-10" | "11-50" | "51-200" | "201-500" | "500+";
        /** @description The health of the server. */
        Health: {
            /** @description Always true: the answer proves it. */
            alive: boolean;
            /**
             * @description Whether the whole stored journal has been verified since the start. After a start from a snapshot, the server
             *     verifies the earlier part in the background, and stops if that part is damaged.
             */
            checked: boolean;
            /** @description The reason why the server is not ready. */
            detail?: string | null;
            /** @description Whether the dialer answers and accepts commands. */
            ready: boolean;
            /**
             * Format: int64
             * @description The last durable record.
             */
            seq: number;
            /** @description The health, for people. */
            status: string;
        };
        /**
         * Format: uuid
         * @description An id of the API.
         */
        Id: string;
        /** @description A row that became no lead. */
        ImportLeftOut: {
            /**
             * Format: int64
             * @description The line of the file on which the row begins.
             */
            line: number;
            /** @description The reason, for people. */
            reason: string;
            /** @description The reason, as a word. */
            status: components["schemas"]["ImportStatus"];
        };
        /** @description The result of an import. */
        ImportReport: {
            /** @description The number of rows that are malformed. */
            bad: number;
            /** @description The rows that became no leads, in the order of the file. */
            leftOut: components["schemas"]["ImportLeftOut"][];
            /** @description The number of rows in the file. */
            rows: number;
            /** @description The number of duplicate rows. */
            skipped: number;
            /** @description The number of rows that became leads. */
            taken: number;
        };
        /**
         * @description The reason why a row became no lead.
         * @enum {string}
         */
        ImportStatus: "bad" | "skipped";
        /**
         * @description An industry.
         * @enum {string}
         */
        Industry: "Technology" | "Construction" | "Logistics" | "Healthcare" | "Finance" | "Manufacturing";
        /** @description The newest call to a lead, which may still ring. */
        LastCall: {
            /** @description The call. */
            callId: components["schemas"]["Id"];
            callStatus: components["schemas"]["CallStatus"] | null;
            /** @description Its session. */
            sessionId: components["schemas"]["Id"];
            /** @description When it was placed. */
            startedAt: components["schemas"]["Time"];
        };
        /** @description A person to call. */
        Lead: {
            /** @description Their company. */
            company: string;
            crmExternalId: components["schemas"]["CrmName"] | null;
            /** @description Their e-mail address, as imported or entered. */
            email: string;
            /** @description Whether the lead is enriched. */
            enriched: boolean;
            enrichment_data: components["schemas"]["Enrichment"] | null;
            /** @description The headcount of the company. */
            headcount: components["schemas"]["Headcount"];
            /** @description The lead's id. */
            id: components["schemas"]["Id"];
            /** @description The industry of the company. */
            industry: components["schemas"]["Industry"];
            /** @description Their job title. */
            job_title: string;
            lastCall: components["schemas"]["LastCall"] | null;
            /** @description The person's name. */
            name: string;
            /** @description The phone number in E.164; null if it does not parse. */
            phone_e164: string | null;
            /** @description Their phone number, as imported or entered. */
            phone_number: string;
        };
        /** @description Every call to a lead. */
        LeadCalls: {
            /** @description The calls, oldest first. */
            calls: components["schemas"]["Call"][];
            /** @description The number of calls. */
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
            /** @description The number of activities. */
            total: number;
        };
        /** @description The values of the filters. */
        LeadFilterOptions: {
            /** @description Every headcount, smallest first. */
            headcounts: components["schemas"]["Headcount"][];
            /** @description Every industry. */
            industries: components["schemas"]["Industry"][];
        };
        /** @description A page of leads. */
        LeadList: {
            /** @description The leads of this page. */
            leads: components["schemas"]["Lead"][];
            /** @description The number on all pages. */
            total: number;
        };
        /** @description A lead after a command. */
        LeadTold: {
            /** @description The lead after the command. */
            lead: components["schemas"]["Lead"];
            /** @description The result, for people. */
            message: string;
        };
        /**
         * @description The state of a telephone line: ringing, perhaps releasing, then ended.
         * @enum {string}
         */
        LineState: "RINGING" | "RELEASING" | "ENDED";
        /** @description The counts of a session's calls: each attempted call is connected, failed, canceled, or ringing. */
        Metrics: {
            /**
             * Format: int32
             * @description Of the canceled ones, answered by a person too late, who heard silence.
             */
            abandoned: number;
            /**
             * Format: int32
             * @description Placed.
             */
            attempted: number;
            /**
             * Format: int32
             * @description Ended by the dialer.
             */
            canceled: number;
            /**
             * Format: int32
             * @description Answered by a person.
             */
            connected: number;
            /**
             * Format: int32
             * @description Ended otherwise, but not by the dialer.
             */
            failed: number;
        };
        /** @description An activity in the mock CRM. */
        MockCrmActivity: {
            /** @description The call. */
            callId: components["schemas"]["Id"];
            /** @description The time of its creation. */
            createdAt: components["schemas"]["Time"];
            /** @description The contact in the CRM. */
            crmExternalId: components["schemas"]["CrmName"];
            /** @description The outcome of the call, in the CRM's words. */
            disposition: string;
            /** @description The CRM's own id. */
            id: components["schemas"]["CrmName"];
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The outcome as a sentence. */
            notes: string;
            /** @description The app's own activity, its source. */
            sourceActivityId: components["schemas"]["Id"];
            /** @description The kind of activity. */
            type: components["schemas"]["ActivityKind"];
        };
        /** @description Activities of the mock CRM, oldest first. */
        MockCrmActivityList: {
            /** @description The activities of this page. */
            activities: components["schemas"]["MockCrmActivity"][];
            /** @description The number on all pages. */
            total: number;
        };
        /** @description A contact in the mock CRM. */
        MockCrmContact: {
            /** @description Their company. */
            company: string;
            /** @description The time of its creation. */
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
            /** @description The number on all pages. */
            total: number;
        };
        /** @description A lead to add. Other fields are ignored. */
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
             * @description The number of lines that may ring at once.
             * @default 2
             */
            concurrency: number;
            /** @description The leads to call, in this order. A repeated lead is called once. */
            leadIds: components["schemas"]["Id"][];
        };
        /** @description A study to start, with the fields of a study file. It has at most 40 settings with 100000 leads together, and may write at most 7000000000 records. */
        NewStudy: {
            /** @description The values of the setting that the others are compared with; the first by default. */
            baseline?: {
                [key: string]: unknown;
            };
            /** @description The values of keys of the scenario, such as `{"dialer.ring_timeout_ms": [20000, 32000]}`: every combination is a setting. Keys are sorted by their letters, and the last one changes fastest. */
            grid?: {
                [key: string]: unknown;
            };
            /** @description The numbers of lines that are compared, or a range such as `1..=10`; short for `lines` in the grid. */
            lines?: unknown[] | string;
            /** @description The name of the study. The default is the name of its scenario. */
            name?: string;
            /** @description Half of the widest allowed 95 % interval, by measure: `{"abandoned_share": 0.002}`. The study stops when all are met. */
            precision?: {
                [key: string]: unknown;
            };
            /** @description The number of runs of each setting; with a precision, the most runs. The default is 10000; with a precision, it is the most that the bounds allow. */
            runs?: number;
            /**
             * @description The name of a built-in scenario, or a whole scenario in TOML.
             * @default seed
             */
            scenario: string;
            /**
             * @description The seed of all random draws. JavaScript's own numbers are exact up to 9007199254740991; send and read a larger seed as its digits.
             * @default 1
             */
            seed: number;
        };
        /** @description The verdict on a journal, and its sessions. */
        OpenedJournal: {
            /** @description The first 1,000 sessions, fewer if they are long (25,000 leads), as of the last record that verifies. */
            sessions: components["schemas"]["Session"][];
            /** @description The verdict. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description The lead of a call. */
        Person: {
            /** @description Their company. */
            company: string;
            /** @description The lead's id. */
            id: components["schemas"]["Id"];
            /** @description Their job title. */
            job_title: string;
            /** @description The person's name. */
            name: string;
            /** @description Their phone number, as imported or entered. */
            phone_number: string;
        };
        /** @description A problem document (RFC 9457). */
        Problem: {
            /** @description The error, and its remedy. */
            detail: string;
            /**
             * Format: int32
             * @description The status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description Always `about:blank`: the status and the detail say everything. */
            type: string;
        };
        /** @description The simulated carrier's id of a call. It is built from the ordinals, so a restart does not change it. */
        ProviderCallId: string;
        /** @description A record, as a reader receives it. */
        RecordMessage: {
            /**
             * Format: int64
             * @description Its time, in milliseconds since the journal's epoch.
             */
            at: number;
            /** @description The other sessions, where the record concerns several. */
            others?: components["schemas"]["SessionWithCalls"][];
            /**
             * Format: int64
             * @description The record's place in the journal.
             */
            seq: number;
            /** @description The facts, as the journal has them: each an object whose one field names it. */
            transitions: Record<string, unknown>[];
            view: components["schemas"]["SessionWithCalls"] | null;
        };
        /** @description The records whose facts today's rules no longer derive from their inputs. */
        RulesChanged: {
            /** @description The seqs of the first of them. */
            first: number[];
            /**
             * Format: int64
             * @description The number.
             */
            records: number;
        };
        /** @description A built-in scenario. */
        Scenario: {
            /** @description Its name. */
            name: string;
            /** @description Its description, in a sentence. */
            title: string;
            /** @description The scenario as a file, which a client can change and send. */
            toml: string;
        };
        /** @description The built-in scenarios. */
        ScenarioList: {
            /** @description The scenarios. */
            scenarios: components["schemas"]["Scenario"][];
        };
        /** @description A session: one agent's list of leads, dialed on a few lines until a person answers. */
        Session: {
            /** @description The ringing calls. */
            activeCallIds: components["schemas"]["Id"][];
            /** @description The agent for whom it dials. */
            agentId: string;
            /** @description Its calls, in the order of placement. */
            calls: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description The number of lines that may ring at once.
             */
            concurrency: number;
            /** @description The session's id. */
            id: components["schemas"]["Id"];
            /** @description The leads that were not called yet, in order. */
            leadQueue: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description The same as `concurrency`.
             */
            lines: number;
            /** @description The counts of its calls. */
            metrics: components["schemas"]["Metrics"];
            /**
             * Format: int32
             * @description Its number: sessions count from 0.
             */
            number: number;
            /**
             * Format: int64
             * @description The record as of which the session is shown.
             */
            seq: number;
            /** @description Whether it changes no more, unless a client asks for it. */
            settled: boolean;
            /** @description When it began. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether it runs. */
            status: components["schemas"]["SessionStatus"];
            stopReason: components["schemas"]["StopReason"] | null;
            stoppedAt: components["schemas"]["Time"] | null;
            /** @description The people for whom it waits because another session is calling them. */
            waitingFor: components["schemas"]["Waited"][];
            winnerCallId: components["schemas"]["Id"] | null;
        };
        /** @description Sessions, newest first. A page is shorter if its sessions are long. */
        SessionList: {
            /** @description The offset of the next page, if there is one. */
            nextOffset: number | null;
            /** @description The sessions of this page. */
            sessions: components["schemas"]["Session"][];
            /** @description The number on all pages. */
            total: number;
        };
        /**
         * @description Whether a session runs.
         * @enum {string}
         */
        SessionStatus: "RUNNING" | "STOPPED";
        /** @description A session, with whole calls. */
        SessionWithCalls: {
            /** @description The ringing calls. */
            activeCallIds: components["schemas"]["Id"][];
            /** @description The agent for whom it dials. */
            agentId: string;
            /** @description Its calls, in the order of placement. */
            calls: components["schemas"]["Call"][];
            /**
             * Format: int32
             * @description The number of lines that may ring at once.
             */
            concurrency: number;
            /** @description The session's id. */
            id: components["schemas"]["Id"];
            /** @description The leads that were not called yet, in order. */
            leadQueue: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description The same as `concurrency`.
             */
            lines: number;
            /** @description The counts of its calls. */
            metrics: components["schemas"]["Metrics"];
            /**
             * Format: int32
             * @description Its number: sessions count from 0.
             */
            number: number;
            /**
             * Format: int64
             * @description The record as of which the session is shown.
             */
            seq: number;
            /** @description Whether it changes no more, unless a client asks for it. */
            settled: boolean;
            /** @description When it began. */
            startedAt: components["schemas"]["Time"];
            /** @description Whether it runs. */
            status: components["schemas"]["SessionStatus"];
            stopReason: components["schemas"]["StopReason"] | null;
            stoppedAt: components["schemas"]["Time"] | null;
            /** @description The people for whom it waits because another session is calling them. */
            waitingFor: components["schemas"]["Waited"][];
            winnerCallId: components["schemas"]["Id"] | null;
        };
        /** @description The first message of a reader: the present, as of a record. */
        SnapshotMessage: components["schemas"]["SnapshotShown"] & {
            /**
             * Format: int64
             * @description Its time, in milliseconds since the epoch.
             */
            at: number;
            /** @description The time that `at` counts from. */
            epoch: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The time now, in milliseconds since the epoch: the last record may be older.
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
        /** @description The sessions in a snapshot. */
        SnapshotShown: {
            /** @description The session. */
            view: components["schemas"]["SessionWithCalls"];
        } | {
            /** @description The number of running sessions. */
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
            /** @description The distribution of each measure, for each setting in the order of `settings`. Absent in list responses. */
            distributions?: {
                [key: string]: components["schemas"]["StudyHistogram"];
            }[];
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Half of the widest allowed interval, by measure. */
            precision: {
                [key: string]: number;
            };
            /** @description Name of the built-in scenario, ignoring `lines`. Absent for custom scenarios and in list responses. */
            preset?: string;
            /**
             * Format: int64
             * @description The runs of each setting; with a precision, at most.
             */
            runs: number;
            /** @description The scenario's name. */
            scenario: string;
            /**
             * Format: int64
             * @description The seed of all random draws.
             */
            seed: number;
            /** @description The settings that are compared. */
            settings: components["schemas"]["StudySetting"][];
            /** @description The findings so far, in the shape of `summary.json` of `redial study`. Absent in list responses. */
            summary?: components["schemas"]["StudySummary"];
            /** @description The scenario of the first setting, as a file. Absent in list responses. */
            toml?: string;
        };
        /** @description The difference of a measure of a setting from the baseline's. */
        StudyComparison: {
            /** @description The difference; absent without data. */
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
            /** @description The method of the interval. */
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
            /** @description The figure; absent without data. */
            estimate?: components["schemas"]["StudyEstimate"];
            /** @description The measure's name. */
            measure: string;
            /** @description Quantiles of its distribution, to three digits, of shares to a tenth of a percent: `p50`, `p90`, `p99`. */
            quantiles?: {
                [key: string]: number;
            };
            /**
             * Format: double
             * @description The standard deviation of the values of which it is the mean.
             */
            sd?: number;
            /** @description Its unit: `per run`, `share`, `ms` or `per hour`. */
            unit: string;
        };
        /** @description A histogram: the number of values in each class, of equal width. */
        StudyHistogram: {
            /** @description The number of values in each class. */
            counts: number[];
            /**
             * Format: double
             * @description The width of a class, in the measure's unit; the first one begins at 0.
             */
            width: number;
        };
        /**
         * @description The method of an interval.
         * @enum {string}
         */
        StudyInterval: "normal" | "ratio" | "wilson" | "wilson_effective" | "newcombe";
        /** @description The studies in memory. */
        StudyList: {
            /** @description Newest first, without findings. The last 16 stay in memory. */
            studies: components["schemas"]["Study"][];
        };
        /** @description The progress of a study. */
        StudyProgress: {
            /** @description The reason of a failure. */
            detail?: string;
            /**
             * Format: int64
             * @description The finished runs of all settings together.
             */
            done: number;
            /**
             * Format: int64
             * @description The time spent on it, in milliseconds.
             */
            elapsedMs: number;
            /** @description The same in words: the measure farthest from its goal, and the runs that it would take. */
            goals?: string;
            /** @description Whether every goal is met, if the study has a precision. */
            isPrecise?: boolean;
            /**
             * Format: int64
             * @description The estimated remaining time, in milliseconds, if it can be estimated.
             */
            leftMs?: number;
            /** @description Its status. */
            status: components["schemas"]["StudyStatus"];
            /**
             * Format: int64
             * @description The runs of each setting in the summary.
             */
            summaryRuns: number;
            /**
             * Format: int64
             * @description The runs of all settings together; with a precision, at most.
             */
            total: number;
        };
        /** @description One run in every setting, with the same random draws. */
        StudyRun: {
            /**
             * Format: int64
             * @description Its number, from 0.
             */
            run: number;
            /** @description Its counts in each setting, in the study's order. */
            settings: components["schemas"]["StudyRunOfSetting"][];
        };
        /** @description The counts of a run, named as the columns of `runs.csv`. */
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
             * @description Calls that the dialer canceled.
             */
            canceled: number;
            /**
             * Format: int64
             * @description From the end of each call to its result in the CRM, summed, in milliseconds.
             */
            crm_lag_ms: number;
            /**
             * Format: int64
             * @description Unanswered calls that the dialer ended before they had rung for 15 s.
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
             * @description The time in which the lines could have rung, in milliseconds.
             */
            line_ms: number;
            /**
             * Format: int64
             * @description The ringing time of all lines together, in milliseconds.
             */
            ringing_ms: number;
            /**
             * Format: int64
             * @description Calls whose result reached the CRM.
             */
            synced: number;
            /**
             * Format: int64
             * @description From the start to the first person put through, in milliseconds; absent if there was none.
             */
            wait_ms?: number;
            /**
             * Format: int64
             * @description Whether a person was put through: 0 or 1.
             */
            won: number;
        };
        /** @description One run in one setting. */
        StudyRunOfSetting: components["schemas"]["StudyRunCounts"] & {
            /** @description The name of the setting. */
            name: string;
        };
        /** @description Runs of one setting, in order. A page is shorter if its runs are long, but never empty unless no run is left. */
        StudyRunPage: {
            /** @description The runs. */
            runs: components["schemas"]["StudyRunRow"][];
            /** @description The setting, by its place. */
            setting: number;
            /**
             * Format: int64
             * @description The number of runs of the study.
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
             * @description The number of lines that may ring at once.
             */
            lines: number;
            /** @description Its name, from its values. */
            name: string;
            /** @description The values of the grid, by their keys. */
            values: {
                [key: string]: unknown;
            };
        };
        /** @description The figures of a setting. */
        StudySettingSummary: {
            /** @description The differences from the baseline, on the same runs; empty for the baseline itself. */
            differences: components["schemas"]["StudyComparison"][];
            /** @description Every measure. */
            figures: components["schemas"]["StudyFigure"][];
            /** @description Its name. */
            name: string;
            /** @description The values of the grid, by their keys. */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * @description The status of a study.
         * @enum {string}
         */
        StudyStatus: "WAITING" | "RUNNING" | "DONE" | "CANCELED" | "FAILED";
        /** @description The findings of a study. */
        StudySummary: {
            /** @description The setting that the others are compared with. */
            baseline: string;
            /** @description The distance to the goals of its precision, in words. */
            goals?: string;
            /**
             * Format: int64
             * @description The runs of each setting.
             */
            runs: number;
            /** @description The scenario's name. */
            scenario: string;
            /**
             * Format: int64
             * @description The seed of all random draws.
             */
            seed: number;
            /** @description The figures of each setting. */
            settings: components["schemas"]["StudySettingSummary"][];
            /** @description The name of the study. */
            study: string;
        };
        /** @description A client's message over the WebSocket: `{"subscribe": "all"}`, or `{"subscribe": {"session": "…"}, "after": 12}`. */
        Subscription: {
            /**
             * Format: int64
             * @description The last record that it saw; without it, a snapshot of the present comes first.
             */
            after?: number | null;
            /** @description The topic that the client follows. */
            subscribe: components["schemas"]["SubscriptionSubject"];
        };
        /** @description The topic of a subscription. */
        SubscriptionSubject: "all" | {
            /** @description The records that concern a session, by its id. */
            session: string;
        };
        /** @description The result of retrying the failed syncs. */
        SyncsRetried: {
            /** @description The result, for people. */
            message: string;
            /** @description The number of syncs. */
            retried: number;
        };
        /**
         * Format: date-time
         * @description A date and time in ISO 8601, with milliseconds, in UTC.
         */
        Time: string;
        /** @description The bytes of an unfinished line. */
        Torn: {
            /**
             * Format: int64
             * @description The number.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Their offset.
             */
            offset: number;
        };
        /** @description The verdict on a journal. A file that is no journal has `verdict`, `records` and `damage` alone. */
        Verdict: {
            /**
             * Format: int64
             * @description The time of that record, in milliseconds since the journal's epoch.
             */
            at_ms?: number;
            /**
             * Format: int64
             * @description The number of calls placed.
             */
            calls?: number;
            damage?: components["schemas"]["Damage"] | null;
            divergence?: components["schemas"]["Divergence"] | null;
            extract?: components["schemas"]["Excerpt"] | null;
            /** @description The chain of the last line that verifies. */
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
             * @description The number of records that verify.
             */
            records: number;
            /**
             * Format: int32
             * @description The rules that wrote it.
             */
            rules?: number;
            /** @description The records that today's rules decide otherwise. */
            rules_changed?: components["schemas"]["RulesChanged"];
            /**
             * Format: int64
             * @description The seq of the last record that verifies.
             */
            seq?: number;
            /**
             * Format: int64
             * @description The number of sessions started.
             */
            sessions?: number;
            torn?: components["schemas"]["Torn"] | null;
            /**
             * Format: int64
             * @description The number of facts in those records.
             */
            transitions?: number;
            /** @description The finding. */
            verdict: components["schemas"]["VerdictWord"];
        };
        /**
         * @description The finding on a journal.
         * @enum {string}
         */
        VerdictWord: "same" | "divergence" | "damaged";
        /** @description The program and its journal. */
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
        /** @description A person for whom the session waits because another session is calling them. */
        Waited: {
            /** @description The lead. */
            leadId: components["schemas"]["Id"];
            /** @description The person's name. */
            name: string;
        };
    };
    responses: {
        /** @description The request is malformed. */
        BadRequest: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The state does not allow it, or another request has used the key. */
        Conflict: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request comes from a foreign page, or names a foreign host. */
        Forbidden: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The handler failed, which the server's log explains, or the stored journal is damaged or cannot be read. */
        InternalServerError: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The id or path names nothing. */
        NotFound: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this route accepts. */
        PayloadTooLarge: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body did not arrive in time. */
        RequestTimeout: {
            headers: {
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A queue or the disk is full, a limit is reached, or the server is stopping: try again later. */
        ServiceUnavailable: {
            headers: {
                /** @description The seconds to wait before the next try. */
                "retry-after"?: number;
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The client exceeds its rate limit. */
        TooManyRequests: {
            headers: {
                /** @description The seconds to wait before the next try. */
                "retry-after"?: number;
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The content type is not one that this route accepts. */
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
        /** @description The request's id, as in the server's log. An id that the client sends is kept. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number of syncs that are retried. */
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
                /** @description Only syncs of this status. */
                status?: "PENDING" | "SYNCED" | "FAILED" | "";
                /** @description The most items. */
                limit?: number;
                /** @description The number of items to skip. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The syncs. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
                /** @description The number of items to skip. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
                /** @description The record as of which the session is shown. The default is the present. */
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
                    /** @description The present time, by the clock of the times in the body. Absent with `at`. */
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
                /** @description Only records after this one. */
                after?: number;
            };
            header?: {
                /** @description The last event that the reader received; it takes precedence over `after`. */
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
            /** @description A stream that does not end. The id of each event is the record's `seq`. Its data is a `RecordMessage`; that of the first may be a `SnapshotMessage`. */
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
                /** @description Only records after this one. */
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
                /** @description Only records after this one. */
                after?: number;
                /** @description The most records; all of them by default. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
                /** @description Only records after this one. */
                after?: number;
            };
            header?: {
                /** @description The last event that the reader received; it takes precedence over `after`. */
                "last-event-id"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. The id of each event is the record's `seq`. Its data is a `RecordMessage`; that of the first may be a `SnapshotMessage`. */
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
                    /** @description The seconds to wait before the next try. */
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
                /** @description Only records after this one. */
                after?: number;
                /** @description The most records; by default 1000, and all of them with `until`. */
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
                /** @description Only leads of this industry. An unknown industry matches no lead. */
                industry?: string;
                /** @description Only leads whose company has this headcount. An unknown headcount matches no lead. */
                headcount?: string;
                /** @description Only leads with this text in name, company, address, job title or number; case is ignored. */
                search?: string;
                /** @description The field that orders the leads; with a leading - in descending order. */
                sort?: "name" | "-name" | "job_title" | "-job_title" | "phone_number" | "-phone_number" | "company" | "-company" | "email" | "-email" | "headcount" | "-headcount" | "industry" | "-industry" | "enriched" | "-enriched" | "";
                /** @description The most items. */
                limit?: number;
                /** @description The number of items to skip. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
            /** @description The lead. */
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
            /** @description The values. */
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
                /** @description Whether rows with the phone number or e-mail address of another lead are skipped or kept. */
                duplicates?: "skip" | "keep" | "";
            };
            header?: {
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
            /** @description The number of added leads, and every other row. */
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
                /** @description The client's own name for the request, visible ASCII. A repeat under the same key is not executed again and gets the same answer. */
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
                /** @description The number of items to skip. */
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
                /** @description The number of items to skip. */
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
            /** @description The verdict and the sessions. */
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
                /** @description The session's number; optional for a session's log. */
                session?: number;
                /** @description Only records after this one. */
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
                /** @description The session's number; optional for a session's log. */
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
                /** @description The session's number; optional for a session's log. */
                session?: number;
                /** @description The record as of which the session is shown. */
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
                /** @description The number of items to skip. */
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
                /** @description The last event that the reader received; it takes precedence over `after`. */
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
            /** @description A stream that ends with the study. The ids of events are rising numbers; the data of each is a `StudyProgress`. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The last event was the end: no event follows it. */
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
                /** @description The number of items to skip. */
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
            /** @description A run is too long. */
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
            /** @description The run is too long. */
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
                /** @description The only setting with this number of lines, instead of `setting`. */
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
            /** @description The version. */
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
