package org.helenus.cql.tree;

/// A statement about roles, permissions and identities.
public sealed interface AccessStatement extends Statement
        permits GrantPermissions,
                RevokePermissions,
                ListPermissions,
                CreateRole,
                AlterRole,
                DropRole,
                GrantRole,
                RevokeRole,
                ListRoles,
                CreateUser,
                AlterUser,
                DropUser,
                ListUsers,
                AddIdentity,
                DropIdentity {}
