package org.analyzetext.edge.files;

import java.time.Duration;

/**
 * How files are taken out of the inbox.
 *
 * @param files which are inputs
 * @param settle how long a file must stay as it is
 * @param retry how long a file that could not be taken is left alone
 * @param openInputs inputs in the work folder above which none is taken
 */
record InboxSettings(InboxFiles files, Duration settle, Duration retry, int openInputs) {}
