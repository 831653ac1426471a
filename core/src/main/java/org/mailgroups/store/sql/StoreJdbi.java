// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.mailgroups.value.Address;

/**
 * JDBI as the store uses it. SQL is taken as it is written. Parameters may be the product's own values: an
 * {@link Address} and a {@link UUID} become text, an {@link Instant} becomes milliseconds since 1970. {@link Cells}
 * reads them back.
 */
public final class StoreJdbi {
    private StoreJdbi() {}

    public static Jdbi of(DataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        // Parameters are people's names and addresses, which do not belong into logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        jdbi.registerArgument(new AddressArgument())
                .registerArgument(new UuidArgument())
                .registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(Address.class, (row, column, context) -> Address.parse(row.getString(column)));
        jdbi.registerColumnMapper(UUID.class, (row, column, context) -> UUID.fromString(row.getString(column)));
        return jdbi;
    }

    private static final class AddressArgument extends AbstractArgumentFactory<Address> {
        AddressArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(Address value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, value.toString());
        }
    }

    private static final class UuidArgument extends AbstractArgumentFactory<UUID> {
        UuidArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, value.toString());
        }
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.BIGINT);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setLong(position, value.toEpochMilli());
        }
    }
}
