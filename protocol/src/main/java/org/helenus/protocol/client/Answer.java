package org.helenus.protocol.client;

import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Response;

/// What the server answered, with the warnings and the tracing id that came along.
public record Answer(Response response, Extras extras) {}
