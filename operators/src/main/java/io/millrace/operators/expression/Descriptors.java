package io.millrace.operators.expression;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;

/** Names of classes and methods as class files want them. */
final class Descriptors {
    private Descriptors() {}

    static ClassDesc of(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    static MethodTypeDesc of(Method method) {
        Class<?>[] types = method.getParameterTypes();
        ClassDesc[] parameters = new ClassDesc[types.length];
        for (int i = 0; i < types.length; i++) {
            parameters[i] = of(types[i]);
        }
        return MethodTypeDesc.of(of(method.getReturnType()), parameters);
    }

    static TypeKind typeKind(Kind kind) {
        return switch (kind) {
            case BOOLEAN, INT -> TypeKind.INT;
            case LONG -> TypeKind.LONG;
            case FLOAT -> TypeKind.FLOAT;
            case DOUBLE -> TypeKind.DOUBLE;
            case INT128, BYTES, OBJECT -> TypeKind.REFERENCE;
        };
    }
}
