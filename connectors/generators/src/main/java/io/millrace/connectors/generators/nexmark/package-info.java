/// The public Nexmark model: people, auctions and bids of an auction house, each a function of its number.
@NullMarked
package io.millrace.connectors.generators.nexmark;

import org.jspecify.annotations.NullMarked;
