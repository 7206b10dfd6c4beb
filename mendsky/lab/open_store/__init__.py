# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A store of documents that answers anyone, and its repaired and odd kin.

Stand-ins, written after the products' documentation: no real Elasticsearch, OpenSearch, CouchDB, Solr or
Kibana runs here.
"""
